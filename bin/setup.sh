# Steps that bin/run and bin/test share: Python, .venv, locked libraries, compiled catalogues. Sourced, not run.
# Every step looks first whether there is anything to do, so that a second start does nothing.

export PIP_DISABLE_PIP_VERSION_CHECK=1
PYTHON=.venv/bin/python
ENOUGH='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'

say() { # vi en
  printf '%s / %s\n' "$1" "$2"
}

fail() { # vi en
  printf '%s / %s\n' "$1" "$2" >&2
  exit 1
}

apt_install() { # package...; fails when this is no Debian or nobody may install
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  command -v apt-get >/dev/null || return 1
  if ((EUID != 0)); then
    command -v sudo >/dev/null || return 1
    # Without a terminal nobody could type a password: ask for one only where somebody sits.
    [ -t 0 ] || sudo -n true 2>/dev/null || return 1
    as_root=(sudo "${as_root[@]}")
  fi
  say "Cài $* bằng apt-get." "Installing $* with apt-get."
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_python() { # prints the first Python that is new enough and can make a .venv
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c "$ENOUGH" 2>/dev/null; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  return 1
}

make_venv() {
  local python
  "$PYTHON" -I -c 'import pip' 2>/dev/null && return 0
  if ! python=$(find_python); then
    apt_install python3 python3-venv && python=$(find_python) ||
      fail 'Thiếu Python 3.11 trở lên có venv. Trên Debian xin chạy: apt-get install python3-venv' \
        'Python 3.11 or newer with venv is missing. On Debian run: apt-get install python3-venv'
  fi
  say 'Tạo môi trường .venv.' 'Creating .venv.'
  "$python" -m venv --clear .venv
}

install_lock() { # lock...; the last one installed holds everything the earlier ones hold
  local lock=${*: -1}
  cmp -s "$lock" ".venv/installed-$lock" && return 0
  say "Cài thư viện theo $lock (có thể mất vài phút)." "Installing libraries from $lock (may take some minutes)."
  rm -f .venv/installed-*
  "$PYTHON" -m pip install -qq --require-hashes -r "$lock" ||
    fail 'Chưa cài được thư viện. Xin kiểm tra kết nối mạng rồi chạy lại.' \
      'The libraries could not be installed. Please check the network and run this again.'
  for lock in "$@"; do cp "$lock" ".venv/installed-$lock"; done
}

compile_translations() {
  local catalogue
  for catalogue in translations/*/LC_MESSAGES/*.po; do
    if [ -e "$catalogue" ] && [ ! "${catalogue%.po}.mo" -nt "$catalogue" ]; then
      say 'Biên dịch các bản dịch.' 'Compiling the translations.'
      "$PYTHON" -m babel.messages.frontend --quiet compile -d translations
      touch translations/*/LC_MESSAGES/*.mo
      return 0
    fi
  done
}
