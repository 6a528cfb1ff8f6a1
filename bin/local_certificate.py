"""Make a certificate authority that may vouch for this office's server only, and the server's certificate."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PROJECT = Path(__file__).resolve().parent.parent
FILES = ("authority.key", "authority.crt", "server.key", "server.crt")
AUTHORITY_YEARS = 20
#: Apple's systems refuse a server certificate that is valid for more than 825 days, whoever signed it.
MOST_DAYS = 825
#: A tablet whose clock is a little behind must not find the certificate too young.
BEFORE = timedelta(days=1)
NOWHERE = "langnghe.invalid"


class Refused(Exception):
    """What was asked for is not done; the message says why, in Vietnamese and English."""


def main(words: Sequence[str]) -> None:
    """Do what the command line asks for."""
    asked = _arguments(words)
    folder: Path = asked.folder
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True)
    if asked.renew:
        _renew(folder, asked.names, years=asked.years)
    else:
        _begin(folder, asked.names, years=asked.years)
    authority = _certificate(folder / "authority.crt")
    print(f"""{folder}/
  authority.crt  cài vào từng máy / install on every device
    SHA-256 {authority.fingerprint(hashes.SHA256()).hex(":").upper()}
  server.crt, server.key  cho máy chủ / for the server:
    LANGNGHE_TLS_CERTIFICATE={folder}/server.crt
    LANGNGHE_TLS_KEY={folder}/server.key
  Hạn / valid until {_certificate(folder / "server.crt").not_valid_after_utc:%d/%m/%Y}
""")


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/certificate", description=__doc__)
    parser.add_argument("names", nargs="*", help="host names and IP addresses of the server")
    parser.add_argument(
        "--renew", action="store_true", help="keep the authority, make a new server certificate"
    )
    parser.add_argument(
        "--years", type=int, choices=(1, 2), default=2, help="validity of the server certificate"
    )
    parser.add_argument("--folder", type=Path, default=PROJECT / "var" / "tls")
    return parser.parse_args(words)


def _begin(folder: Path, names: Sequence[str], *, years: int) -> None:
    """Make authority and server certificate where there is none."""
    if not names:
        raise Refused("Xin ghi tên hoặc địa chỉ của máy chủ. / Name the server: bin/certificate 192.168.1.10")
    found = [name for name in FILES if (folder / name).exists()]
    if found:
        raise Refused(
            f"{folder} đã có {', '.join(found)}; không ghi đè. Gia hạn: --renew. / "
            f"{folder} holds {', '.join(found)}; nothing is overwritten. To renew: --renew."
        )
    subjects = [_subject(name) for name in names]
    key = ec.generate_private_key(ec.SECP256R1())
    _write(folder / "authority.key", _private(key))
    _write(folder / "authority.crt", _public(_authority(key, subjects)), mode=0o644)
    _make_server(folder, subjects, years=years)


def _renew(folder: Path, names: Sequence[str], *, years: int) -> None:
    """Make a new server certificate by the same authority; devices that trust it notice nothing."""
    if not (folder / "authority.key").exists():
        raise Refused(f"{folder} chưa có authority.key. / {folder} holds no authority.key: nothing to renew.")
    authority = _certificate(folder / "authority.crt")
    subjects = [_subject(name) for name in names] or _names_of(_certificate(folder / "server.crt"))
    strange = [str(subject.value) for subject in subjects if not _may_vouch(authority, subject)]
    if strange:
        raise Refused(
            f"Chứng thư gốc không dùng được cho {', '.join(strange)}; xin tạo bộ mới ở thư mục khác. / "
            f"This authority may not vouch for {', '.join(strange)}; make another one in another folder."
        )
    _make_server(folder, subjects, years=years)


def _make_server(folder: Path, subjects: Sequence[x509.GeneralName], *, years: int) -> None:
    authority = _certificate(folder / "authority.crt")
    signing = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    if not isinstance(signing, ec.EllipticCurvePrivateKey):
        raise Refused(f"{folder}/authority.key: không phải khóa của lệnh này. / Not a key of this command.")
    key = ec.generate_private_key(ec.SECP256R1())
    days = min(years * 365, MOST_DAYS)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = (
        _builder(str(subjects[0].value), key, authority.subject, timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(is_authority=False), critical=True)
        .add_extension(usage, critical=False)
        .add_extension(x509.SubjectAlternativeName(subjects), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
    )
    _write(folder / "server.key", _private(key))
    _write(folder / "server.crt", _public(builder.sign(signing, hashes.SHA256())), mode=0o644)


def _authority(key: ec.EllipticCurvePrivateKey, subjects: Sequence[x509.GeneralName]) -> x509.Certificate:
    """Return an authority that may vouch for these names only: whoever steals it cannot pose as anybody else."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Lắng Nghe"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Lắng Nghe – {subjects[0].value}"),
        ]
    )
    return (
        _builder(None, key, subject, timedelta(days=365 * AUTHORITY_YEARS))
        .subject_name(subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(is_authority=True), critical=True)
        .add_extension(_constraints(subjects), critical=True)
        .sign(key, hashes.SHA256())
    )


def _constraints(subjects: Sequence[x509.GeneralName]) -> x509.NameConstraints:
    """Return what the authority may vouch for; a kind of name that is not permitted at all is shut out whole."""
    names: list[x509.GeneralName] = [one for one in subjects if isinstance(one, x509.DNSName)]
    networks = [ip_network(str(one.value)) for one in subjects if isinstance(one, x509.IPAddress)]
    permitted = names or [x509.DNSName(NOWHERE)]
    permitted += [x509.IPAddress(network) for network in networks]
    every: dict[int, IPv4Network | IPv6Network] = {4: IPv4Network("0.0.0.0/0"), 6: IPv6Network("::/0")}
    shut = [
        x509.IPAddress(every[version]) for version in every if version not in {n.version for n in networks}
    ]
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=shut or None)


def _builder(
    name: str | None, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, validity: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now - BEFORE + validity)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return (
        builder.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])) if name else builder
    )


def _key_usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(text: str) -> x509.GeneralName:
    """Return a host name or an address as a certificate names it."""
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        pass
    labels = text.lower().split(".")
    if len(text) > 64 or not all(_is_label(label) for label in labels):
        raise Refused(f"Không phải tên máy hay địa chỉ: {text} / Neither host name nor address: {text}")
    return x509.DNSName(text.lower())


def _is_label(text: str) -> bool:
    return (
        text.isascii()
        and text.replace("-", "a").isalnum()
        and not text.startswith("-")
        and not text.endswith("-")
    )


def _names_of(certificate: x509.Certificate) -> list[x509.GeneralName]:
    return list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)


def _may_vouch(authority: x509.Certificate, subject: x509.GeneralName) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    return str(subject.value) in {
        str(one.value).removesuffix("/32").removesuffix("/128") for one in permitted or ()
    }


def _certificate(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put a file in place whole: a server that reads it meanwhile finds the old one or the new one."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        os.fchmod(stream.fileno(), mode)
        stream.write(content)
        os.fsync(stream.fileno())
    fresh.replace(file)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refused as refusal:
        sys.exit(str(refusal))
