"""Reads the tree as a newcomer finds it: the files that git keeps or is about to keep."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, nodes

#: Everything that may stand at the top; docs/decisions/ gives a reason for whatever is added.
TOP_FOLDERS = {
    ".ci", "admin", "api", "bench", "bin", "core", "deploy", "docs", "kiosk", "migrations", "survey", "tests",
    "translations",
}  # fmt: skip
TOP_FILES = {
    ".editorconfig", ".flaskenv", ".gitattributes", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    "Makefile", "README.md", "README.vi.md", "SECURITY.md", "babel.cfg", "gunicorn.conf.py", "pyproject.toml",
    "requirements-dev.in", "requirements-dev.txt", "requirements.in", "requirements.txt", "wsgi.py",
}  # fmt: skip
CATCH_ALL = {"common.py", "helpers.py", "misc.py", "util.py", "utils.py"}

#: Addresses of package registries creep in with lock files; brackets keep these lines from finding themselves.
REGISTRIES = re.compile(r"py[p]i\.org|python[h]osted\.org|registry\.npm[j]s|(?:deb|security)\.debian\.o[r]g")
#: Places of one machine mean nothing on another.
MACHINE_PATHS = re.compile(r"(?:^|[^\w.-])/(?:wo[r]k|far[m]|hom[e]/\w+|Use[r]s/\w+)/|file:///\w")
UNFINISHED = re.compile(
    r"\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b|raise NotImplemented[E]rror|pytest\.(?:mark\.)?(?:ski[p]|xfai[l])"
)

#: Reads templates as the product does.
TEMPLATES_READER = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
STYLE_ATTRIBUTE = re.compile(r"<[a-zA-Z][^<>]*?\s(style|on[a-z]+)\s*=")
PINNED = re.compile(r"^([\w.\[\]-]+==[^\s;\\]+)", re.MULTILINE)


def kept_files(root: Path) -> list[Path]:
    """Return the files that git keeps or would add, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(Path(name) for name in listed.stdout.split("\0") if name and (root / name).exists())


def strangers(files: Iterable[Path]) -> list[str]:
    """Return what stands at the top and has no reason to, and files named after no subject."""
    tops = {file.parts[0] for file in files if len(file.parts) > 1} - TOP_FOLDERS
    alone = {file.name for file in files if len(file.parts) == 1} - TOP_FILES
    return sorted(tops | alone | {str(file) for file in files if file.name in CATCH_ALL})


def lines_matching(pattern: re.Pattern[str], root: Path, files: Iterable[Path]) -> Iterator[str]:
    """Return `file:line: text` for every line of a text file in which the pattern is found."""
    for file in files:
        try:
            text = (root / file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield f"{file}:{number}: {line.strip()[:120]}"


def attribute_faults(template: str) -> list[str]:
    """Return the style and script attributes written in a template."""
    without_code = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", template, flags=re.DOTALL)
    return [found[1] for found in STYLE_ATTRIBUTE.finditer(without_code)]


def unused_imports(template: str) -> list[str]:
    """Return the names a template imports from another and never speaks of again."""
    tree = TEMPLATES_READER.parse(template)
    imported = [one.target for one in tree.find_all(nodes.Import)]
    for line in tree.find_all(nodes.FromImport):
        imported += [name if isinstance(name, str) else name[1] for name in line.names]
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    return [name for name in imported if name not in used]


def pins(lock: str) -> set[str]:
    """Return the `name==version` pins of a lock file."""
    return set(PINNED.findall(lock))
