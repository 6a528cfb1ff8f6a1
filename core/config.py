"""Settings: the `LANGNGHE_*` variables of the product, read once at start; how it is served, gunicorn.conf.py reads."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import current_app

from core.domain.mail_address import is_address
from core.domain.retention import Data, KeepDaysInvalid, read_days

PROJECT = Path(__file__).resolve().parent.parent
#: The usual port of each way to reach a mail server.
_MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class ConfigurationError(Exception):
    """The product cannot start with these settings; the message says what to do."""


@dataclass(frozen=True)
class OpenIdConfig:
    """Where else staff may show who they are: a provider that speaks OpenID Connect (decision 23)."""

    #: The provider's address, exactly as it names itself in what it signs.
    issuer: str
    #: How the provider knows this product.
    client_id: str
    client_secret: str
    #: What the button on the sign-in page says.
    name: str


@dataclass(frozen=True)
class MailConfig:
    """The server that takes mail to citizens who asked to be told."""

    host: str
    port: int
    #: Empty, where the server knows this machine and asks for no name.
    user: str
    password: str
    #: `starttls`, `tls` from the first byte, or `none` inside one machine or a closed network.
    security: str
    #: What stands as sender: an address of the office.
    sender: str


@dataclass(frozen=True)
class Config:
    """The settings of one running product, read by `from_env`; only the clock asks for its file again each time."""

    #: `development` or `production`. Production refuses test clocks, plain http and missing secrets.
    env: str
    #: SQLAlchemy address of the database. SQLite by default: one commune needs no server.
    database_url: str
    #: What QR codes, posters and printed addresses say. In production it must be https.
    public_url: str
    #: Signs and encrypts form tokens, continuations and sessions. Two may be valid while rotating.
    secret_keys: tuple[bytes, ...]
    #: Wraps the per-record keys of comments. Never stored in the database or its backups.
    data_keys: tuple[bytes, ...]
    #: File that moves the clock in tests; refused in production.
    clock_file: str | None
    #: Language shown when the visitor's browser asks for none that exists.
    locale: str
    #: None, as long as nobody sets it up: signing in needs nobody else.
    open_id: OpenIdConfig | None = None
    #: Where backups are made and the list of erasures lies that is applied to whatever is restored.
    backups: Path = PROJECT / "var" / "backups"
    #: For how many days the office keeps what; the rest as core/domain/retention.py says.
    keep_days: Mapping[Data, int] = field(default_factory=dict)
    #: None: nobody is written to, and no page offers it.
    mail: MailConfig | None = None

    @property
    def is_production(self) -> bool:
        """Is this a real office's server?"""
        return self.env == "production"

    @property
    def is_secure(self) -> bool:
        """Do citizens and staff reach the product by https, so that cookies may be Secure?"""
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Config":
        """Read the settings; raise ConfigurationError with a sentence when one is missing or unsafe."""
        mode = env.get("LANGNGHE_ENV", "development")
        if mode not in ("development", "production"):
            raise ConfigurationError("LANGNGHE_ENV must be 'development' or 'production'.")
        database_url = env.get("LANGNGHE_DATABASE_URL") or _default_database(mode)
        config = cls(
            env=mode,
            database_url=database_url,
            public_url=(env.get("LANGNGHE_PUBLIC_URL") or "http://localhost:8000").rstrip("/"),
            secret_keys=_keys(env, "LANGNGHE_SECRET_KEY"),
            data_keys=_keys(env, "LANGNGHE_DATA_KEY"),
            clock_file=env.get("LANGNGHE_CLOCK") or None,
            locale=env.get("LANGNGHE_LOCALE", "vi"),
            open_id=_open_id(env),
            backups=_backups(env, database_url),
            keep_days=_keep_days(env),
            mail=_mail(env),
        )
        if config.is_production:
            _refuse_unsafe_production(config, env)
        return config


def current() -> Config:
    """Return the settings of the product that is running."""
    return cast(Config, current_app.config["LANGNGHE"])


def _default_database(mode: str) -> str:
    if mode == "production":
        raise ConfigurationError(
            "LANGNGHE_DATABASE_URL is not set. Name the database, for example "
            "sqlite:////var/lib/langnghe/langnghe.db or postgresql+psycopg://user@host/langnghe."
        )
    return f"sqlite:///{PROJECT / 'var' / 'langnghe.db'}"


def _keys(env: Mapping[str, str], name: str) -> tuple[bytes, ...]:
    """The current key and, while rotating, the one before it (`…_OLD`)."""
    current = env.get(name)
    if not current:
        raise ConfigurationError(
            f"{name} is not set. Make one with "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(32))'` and keep it outside the database."
        )
    return tuple(_decode(value, setting) for setting in (name, f"{name}_OLD") if (value := env.get(setting)))


def _decode(value: str, name: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError) as error:
        raise ConfigurationError(f"{name} must be URL-safe base64.") from error
    if len(key) != 32 or len(set(key)) < 8:
        raise ConfigurationError(f"{name} must be 32 random bytes in URL-safe base64.")
    return key


def _backups(env: Mapping[str, str], database_url: str) -> Path:
    """Beside an embedded database, unless the office names another folder."""
    if named := env.get("LANGNGHE_BACKUPS"):
        return Path(named)
    file = database_url.removeprefix("sqlite:///")
    is_file = file != database_url and file not in ("", ":memory:")
    return Path(file).parent / "backups" if is_file else PROJECT / "var" / "backups"


def _keep_days(env: Mapping[str, str]) -> dict[Data, int]:
    try:
        return read_days(env.get("LANGNGHE_KEEP_DAYS", ""))
    except KeepDaysInvalid as error:
        raise ConfigurationError(f"LANGNGHE_KEEP_DAYS: {error}") from error


def _open_id(env: Mapping[str, str]) -> OpenIdConfig | None:
    """Read the four settings of OpenID Connect: all of them or none."""
    names = [f"LANGNGHE_OIDC_{part}" for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME")]
    values = [env.get(name, "").strip() for name in names]
    if not any(values):
        return None
    if missing := [name for name, value in zip(names, values, strict=True) if not value]:
        raise ConfigurationError(
            f"{', '.join(missing)} not set. Sign-in by OpenID Connect needs {', '.join(names)}: all of them or none."
        )
    parts = urlsplit(values[0])
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ConfigurationError("LANGNGHE_OIDC_ISSUER must be an address such as https://login.example.")
    if not "".join(values[:3]).isascii():
        raise ConfigurationError(f"{', '.join(names[:3])} must be plain ASCII, as the provider wrote them.")
    return OpenIdConfig(*values)


def _mail(env: Mapping[str, str]) -> MailConfig | None:
    """Read the settings of the mail server; without a host there is none."""
    host = env.get("LANGNGHE_SMTP_HOST", "").strip()
    if not host:
        return None
    security = env.get("LANGNGHE_SMTP_SECURITY") or "starttls"
    if security not in _MAIL_PORTS:
        raise ConfigurationError("LANGNGHE_SMTP_SECURITY must be 'starttls', 'tls' or 'none'.")
    port = env.get("LANGNGHE_SMTP_PORT") or str(_MAIL_PORTS[security])
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ConfigurationError("LANGNGHE_SMTP_PORT must be a port number, for example 587.")
    sender = env.get("LANGNGHE_SMTP_SENDER", "").strip()
    if not is_address(sender):
        raise ConfigurationError(
            "LANGNGHE_SMTP_SENDER must be the plain address mails come from, for example langnghe@xamau.example."
        )
    user, password = env.get("LANGNGHE_SMTP_USER", ""), env.get("LANGNGHE_SMTP_PASSWORD", "")
    if bool(user) is not bool(password):
        raise ConfigurationError("LANGNGHE_SMTP_USER and LANGNGHE_SMTP_PASSWORD: both or none.")
    if security == "none" and user:
        raise ConfigurationError(
            "LANGNGHE_SMTP_SECURITY=none would send the password in the open. Use 'starttls' or 'tls'."
        )
    return MailConfig(host, int(port), user, password, security, sender)


def _refuse_unsafe_production(config: Config, env: Mapping[str, str]) -> None:
    if set(config.secret_keys) & set(config.data_keys):
        raise ConfigurationError("LANGNGHE_SECRET_KEY and LANGNGHE_DATA_KEY must be two different keys.")
    if config.clock_file:
        raise ConfigurationError("LANGNGHE_CLOCK moves time and is refused in production. Unset it.")
    if not env.get("LANGNGHE_PUBLIC_URL") or not config.is_secure:
        raise ConfigurationError(
            "LANGNGHE_PUBLIC_URL must be the https address citizens reach, for example https://langnghe.xamau.example."
        )
    if config.open_id is not None and not config.open_id.issuer.startswith("https://"):
        raise ConfigurationError(
            "LANGNGHE_OIDC_ISSUER must be an https address: what it signs decides who signs in."
        )
