"""https of an office network: a certificate made here, verified by whoever trusts its authority, and by nobody else."""

import base64
import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, expect

from core.config import Config
from core.db import write_session
from tests.support import worlds
from tests.support.browser import FLAGS
from tests.support.databases import ROOT, Databases, environment, settings_for
from tests.support.server import Server
from wsgi import create_app

NAME = "langnghe.xamau.test"


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an administrator would."""
    return subprocess.run(
        [sys.executable, str(ROOT / "bin" / "local_certificate.py"), "--folder", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
    )


def certificate(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Authority and server certificate for a name and an address."""
    folder = tmp_path_factory.mktemp("tls") / "kept"
    done = make(folder, NAME, "127.0.0.1")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def office(
    folder: Path, sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The office's server, which speaks https by itself."""
    with sqlite_databases.fresh() as url:
        settings = settings_for(
            url,
            LANGNGHE_PUBLIC_URL=f"https://{NAME}",
            LANGNGHE_TLS_CERTIFICATE=str(folder / "server.crt"),
            LANGNGHE_TLS_KEY=str(folder / "server.key"),
        )
        with create_app(Config.from_env(settings)).app_context(), write_session() as session:
            worlds.office(session)
        log = tmp_path_factory.mktemp("served") / "server.log"
        server = Server(settings, log=log, authority=folder / "authority.crt")
        server.start()
        yield server
        server.stop()


def shown(server: Server, context: ssl.SSLContext, name: str) -> str:
    """Shake hands with the server under a name and return the version of TLS."""
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as line,
        context.wrap_socket(line, server_hostname=name) as safe,
    ):
        return safe.version() or ""


def test_keys_are_for_their_owner_and_certificates_for_everybody(folder: Path):
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}

    assert modes == {
        "authority.crt": "0o644",
        "authority.key": "0o600",
        "server.crt": "0o644",
        "server.key": "0o600",
    }
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_nothing_is_ever_overwritten(folder: Path):
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    again = make(folder, NAME, "127.0.0.1")

    assert again.returncode == 1
    assert "--renew" in again.stderr
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("name", [NAME, "127.0.0.1"])
def test_whoever_trusts_the_authority_reaches_the_server_under_its_names(
    office: Server, folder: Path, name: str
):
    trusting = ssl.create_default_context(cafile=folder / "authority.crt")

    assert shown(office, trusting, name) == "TLSv1.3"


def test_the_product_answers_over_it(office: Server):
    assert office.trusted
    with httpx.Client(base_url=office.url, verify=office.trusted, trust_env=False) as line:
        page = line.get(f"/q/{worlds.World.many}")

    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_other_names_and_other_devices_are_warned(office: Server, folder: Path):
    trusting = ssl.create_default_context(cafile=folder / "authority.crt")

    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shown(office, trusting, "bank.example")
    with pytest.raises(ssl.SSLCertVerificationError, match="local issuer|self-signed"):
        shown(office, ssl.create_default_context(), NAME)


def test_the_stolen_authority_cannot_pose_as_anybody_else(folder: Path, tmp_path: Path):
    limits = certificate(folder / "authority.crt").extensions.get_extension_for_class(x509.NameConstraints)
    other = make(folder, "--renew", "bank.example")

    assert limits.critical
    assert [str(one.value) for one in limits.value.permitted_subtrees or ()] == [NAME, "127.0.0.1/32"]
    assert [str(one.value) for one in limits.value.excluded_subtrees or ()] == ["::/0"]
    assert (other.returncode, "bank.example" in other.stderr) == (1, True)


def test_an_authority_for_an_address_alone_vouches_for_no_name(tmp_path: Path):
    make(tmp_path / "tls", "192.168.1.10")

    limits = certificate(tmp_path / "tls" / "authority.crt").extensions.get_extension_for_class(
        x509.NameConstraints
    )
    assert [str(one.value) for one in limits.value.permitted_subtrees or ()] == [
        "langnghe.invalid",
        "192.168.1.10/32",
    ]


def test_renewing_keeps_the_authority_and_the_names(tmp_path: Path):
    folder = tmp_path / "tls"
    make(folder, NAME, "127.0.0.1")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    done = make(folder, "--renew", "--years", "1")

    after = {file.name: file.read_bytes() for file in folder.iterdir()}
    changed = {name for name in after if after[name] != before[name]}
    fresh = certificate(folder / "server.crt")
    names = fresh.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert done.returncode == 0, done.stderr
    assert changed == {"server.crt", "server.key"}
    assert [str(name.value) for name in names] == [NAME, "127.0.0.1"]
    fresh.verify_directly_issued_by(certificate(folder / "authority.crt"))


def test_it_is_valid_for_two_years_which_every_system_accepts(folder: Path):
    server = certificate(folder / "server.crt")

    length = server.not_valid_after_utc - server.not_valid_before_utc
    assert timedelta(days=700) < length <= timedelta(days=825)
    # A tablet whose clock is some hours behind trusts it too.
    assert server.not_valid_before_utc < datetime.now(UTC) - timedelta(hours=20)


@pytest.mark.parametrize(
    "words", [(), ("--renew",), ("tên có dấu",), ("a b",), ("http://x",), ("-",), ("a..b",)]
)
def test_what_cannot_be_done_is_said_and_leaves_no_files(tmp_path: Path, words: tuple[str, ...]):
    done = make(tmp_path / "tls", *words)

    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_half_a_setting_ends_the_start_with_a_sentence(folder: Path):
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "--check-config"],
        env=environment({"LANGNGHE_TLS_KEY": str(folder / "server.key")}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "LANGNGHE_TLS_CERTIFICATE and LANGNGHE_TLS_KEY are set together" in done.stderr


def test_a_tablet_has_a_secure_context_under_the_offices_name(office: Server, folder: Path, browser: Browser):
    key = certificate(folder / "server.crt").public_key()
    print_of_key = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    trusting = browser.browser_type.launch(
        executable_path=os.environ.get("LANGNGHE_CHROMIUM") or shutil.which("chromium"),
        args=[
            *FLAGS,
            # As if the authority were installed on this device; nothing is changed on the machine of the tests.
            f"--ignore-certificate-errors-spki-list={base64.b64encode(print_of_key).decode()}",
            f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        ],
    )
    try:
        page = trusting.new_page()
        page.goto(f"https://{NAME}:{office.port}/kiosk/")

        expect(page.locator("#app")).not_to_be_empty()
        assert page.evaluate(
            "isSecureContext && Boolean(crypto.subtle && navigator.serviceWorker && navigator.locks)"
        )
        assert (
            page.evaluate("navigator.serviceWorker.ready.then((one) => new URL(one.scope).pathname)")
            == "/kiosk/"
        )
    finally:
        trusting.close()


def test_without_https_a_name_of_the_network_is_no_secure_context(
    sqlite_databases: Databases, tmp_path: Path, browser: Browser
):
    with sqlite_databases.fresh() as url:
        server = Server(settings_for(url), log=tmp_path / "server.log", workers=1)
        server.start()
        plain = browser.browser_type.launch(
            executable_path=os.environ.get("LANGNGHE_CHROMIUM") or shutil.which("chromium"),
            args=[*FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"],
        )
        try:
            page = plain.new_page()
            page.goto(f"http://{NAME}:{server.port}/kiosk/")

            assert page.evaluate("isSecureContext") is False
        finally:
            plain.close()
            server.stop()
