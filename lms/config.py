"""The settings of one installation: read from the environment once, refused when they make no sense."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from lms.errors import N_, Refusal

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
SHORTEST_KEY = 32
LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")


class BadSetting(Refusal):
    """A setting that cannot be meant: says which, what it holds and what is expected."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """What readers are told about this site: who publishes it, how to reach them, where its source code is."""

    publisher: str = ""
    contact: str = ""  # an e-mail address, or the https address of a page
    source_url: str = ""

    @property
    def contact_url(self) -> str:
        """Where a link to the contact leads."""
        return self.contact if self.contact.startswith("https://") else f"mailto:{self.contact}"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Who takes our mails: reached over TLS from the start (smtps), after STARTTLS, or in the clear where told so."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    starts_tls: bool


@dataclass(frozen=True, kw_only=True)
class Config:
    """What this installation was told; nothing in it changes while the process runs."""

    instance_dir: Path
    database_url: str
    public_url: str
    secret_key: str
    courses_dir: Path
    media_dir: Path
    site_timezone: str
    site: Site = Site()
    mail_server: MailServer | None = None  # None: mails are shown on this machine and go nowhere
    mail_from: str = "Palabre <palabre@localhost>"
    allows_plain_http: bool = False  # signing in over HTTP, for everyone on the way to read
    metrics_token: str = ""  # what a monitoring server shows to be told figures; "": nobody is
    logs_json: bool = False  # a log for programs rather than for people

    @property
    def is_https(self) -> bool:
        """Whether readers come over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def backups_dir(self) -> Path:
        """Where backups go unless told otherwise."""
        return self.instance_dir / "backups"

    @property
    def secret_key_file(self) -> Path:
        """Where the secret key is kept unless it is given."""
        return self.instance_dir / "secret-key"

    @property
    def kept_secret_key(self) -> str | None:
        """The secret key if it is kept with the data, None if it was given."""
        kept = self.secret_key_file.read_text(encoding="utf-8").strip() if self.secret_key_file.exists() else None
        return kept if kept == self.secret_key else None


def read_config(environ: Mapping[str, str]) -> Config:
    """Read the LMS_… settings of an environment; raise BadSetting, naming the one at fault, when one makes no sense.

    Creates the instance folder (0700), and the secret key in it (0600) where none is given.
    """
    instance_dir = Path(environ.get("LMS_INSTANCE_DIR") or ROOT / "instance").resolve()
    try:
        instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = N_("%(setting)s: %(value)s cannot be made a folder: %(reason)s")
        raise BadSetting(message, setting="LMS_INSTANCE_DIR", value=str(instance_dir), reason=error.strerror) from error
    public_url = _public_url(environ.get("LMS_PUBLIC_URL") or "http://127.0.0.1:8000")
    mail_server = _mail_server(environ.get("LMS_SMTP_URL", "").strip())
    return Config(
        instance_dir=instance_dir,
        database_url=_database_url(environ.get("LMS_DATABASE_URL") or f"sqlite:///{instance_dir / 'palabre.sqlite3'}"),
        public_url=public_url,
        secret_key=_secret_key(environ.get("LMS_SECRET_KEY"), instance_dir),
        courses_dir=_existing_folder("LMS_COURSES_DIR", environ.get("LMS_COURSES_DIR") or str(ROOT / "courses")),
        media_dir=Path(environ.get("LMS_MEDIA_DIR") or instance_dir / "media").resolve(),
        site_timezone=_timezone(environ.get("LMS_SITE_TIMEZONE") or "Africa/Abidjan"),
        site=Site(
            publisher=environ.get("LMS_PUBLISHER", "").strip(),
            contact=_contact(environ.get("LMS_CONTACT", "").strip()),
            source_url=_source_url(environ.get("LMS_SOURCE_URL", "").strip()),
        ),
        mail_server=mail_server,
        mail_from=_mail_from(environ.get("LMS_MAIL_FROM", "").strip(), is_needed=mail_server is not None),
        allows_plain_http=_allows_plain_http(environ.get("LMS_PLAIN_HTTP", "").strip(), public_url),
        metrics_token=_metrics_token(environ.get("LMS_METRICS_TOKEN", "").strip()),
        logs_json=_is_json(environ.get("LMS_LOG", "").strip()),
    )


def _database_url(text: str) -> str:
    """Accept a SQLite file or a PostgreSQL address; hosting companies still write postgres://."""
    scheme, _, rest = text.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and rest.strip("/") and ":memory:" not in rest:
        return text
    # The address may hold a password: it is not repeated.
    message = N_(
        "%(setting)s: expected sqlite:////path/to/file or postgresql://user:password@host/database, "
        "got an address that begins with “%(value)s”"
    )
    raise BadSetting(message, setting="LMS_DATABASE_URL", value=scheme[:20])


def _public_url(text: str) -> str:
    url = text.rstrip("/")
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        is_bare = not (parts.path or parts.query or parts.fragment or parts.username)
    except ValueError:
        is_address = is_bare = False
    if not (is_address and is_bare):
        message = N_("%(setting)s: expected an address such as https://palabre.example, got “%(value)s”")
        raise BadSetting(message, setting="LMS_PUBLIC_URL", value=text)
    return url


def _contact(text: str) -> str:
    if text and not re.fullmatch(r"[^\s@/<>]+@[^\s@/<>]+\.[^\s@/<>]+|https://[^\s<>]+", text):
        message = N_("%(setting)s: expected an e-mail address or one that begins with https://, got “%(value)s”")
        raise BadSetting(message, setting="LMS_CONTACT", value=text)
    return text


def _source_url(text: str) -> str:
    if text and not re.fullmatch(r"https://[^\s<>]+", text):
        message = N_("%(setting)s: expected an address that begins with https://, got “%(value)s”")
        raise BadSetting(message, setting="LMS_SOURCE_URL", value=text)
    return text


def _mail_server(text: str) -> MailServer | None:
    """smtp://user:password@host:587 (with STARTTLS, unless ?starttls=no), or smtps://user:password@host:465."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
        options = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    except ValueError:
        parts, port, options = urlsplit(""), None, {}
    is_bare = parts.path in ("", "/") and not parts.fragment and port != 0
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not is_bare or options not in _SMTP_OPTIONS:
        # The address may hold a password: it is not repeated.
        message = N_(
            "%(setting)s: expected smtp://user:password@host:587, smtps://user:password@host:465, or "
            "smtp://host:25?starttls=no for a server that has no encryption"
        )
        raise BadSetting(message, setting="LMS_SMTP_URL")
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or (465 if is_tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
        starts_tls=not is_tls and not options,
    )


_SMTP_OPTIONS: tuple[dict[str, list[str]], ...] = ({}, {"starttls": ["no"]})


def _mail_from(text: str, *, is_needed: bool) -> str:
    if not text and not is_needed:
        return Config.mail_from
    address = r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+"
    if not re.fullmatch(rf'{address}|[^<>@"\\\0-\x1f]+ <{address}>', text):
        message = N_("%(setting)s: expected an address such as Palabre <no-reply@palabre.example>, got “%(value)s”")
        raise BadSetting(message, setting="LMS_MAIL_FROM", value=text)
    return text


def _allows_plain_http(text: str, public_url: str) -> bool:
    if text not in ("", "0", "1"):
        raise BadSetting(
            N_("%(setting)s: expected 1 or nothing, got “%(value)s”"), setting="LMS_PLAIN_HTTP", value=text
        )
    if text == "1" and public_url.startswith("https://"):
        message = N_("%(setting)s: 1 makes no sense where LMS_PUBLIC_URL begins with https://")
        raise BadSetting(message, setting="LMS_PLAIN_HTTP")
    return text == "1"


def _metrics_token(text: str) -> str:
    if text and not re.fullmatch(r"[!-~]{16,}", text):  # the token itself is not repeated
        message = N_("%(setting)s: expected 16 characters or more, without spaces or accents")
        raise BadSetting(message, setting="LMS_METRICS_TOKEN")
    return text


def _is_json(text: str) -> bool:
    if text not in ("", "text", "json"):
        message = N_("%(setting)s: expected text or json, got “%(value)s”")
        raise BadSetting(message, setting="LMS_LOG", value=text)
    return text == "json"


def _secret_key(text: str | None, instance_dir: Path) -> str:
    """The key that signs forms and sessions: given, or made once and kept with the data."""
    if text is not None:
        if len(text) < SHORTEST_KEY:
            message = N_("%(setting)s: expected 32 characters or more; leave it out to have one made")
            raise BadSetting(message, setting="LMS_SECRET_KEY")
        return text
    path = instance_dir / "secret-key"
    if not path.exists():
        fresh = instance_dir / f"secret-key.{secrets.token_hex(8)}"
        fresh.touch(mode=0o600)
        with fresh.open("w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(fresh)  # fails if another process was first: then its key counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    kept = path.read_text(encoding="utf-8", errors="replace").strip()
    if len(kept) < SHORTEST_KEY:  # cut off by a full disk, or a hand: anybody could guess it
        message = N_("%(path)s: expected 32 characters or more; remove it to have one made")
        raise BadSetting(message, path=path)
    return kept


def _existing_folder(name: str, text: str) -> Path:
    path = Path(text).resolve()
    if not path.is_dir():
        raise BadSetting(N_("%(setting)s: “%(value)s” is not a folder"), setting=name, value=text)
    return path


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        message = N_("%(setting)s: expected a name such as Africa/Abidjan, got “%(value)s”")
        raise BadSetting(message, setting="LMS_SITE_TIMEZONE", value=name) from error
    return name
