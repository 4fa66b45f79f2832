"""What ails the machine: its disk, its clock, who may read its files, its way to the mail server."""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import ssl
import stat
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lms.config import LOOPBACK_HOSTS, Config, MailServer
from lms.errors import N_
from lms.operation import findings
from lms.operation.findings import BACKUPS, FILES, MAIL, Finding, fault, ok, warning

PATIENCE_S = 10
BACKUP_DAYS = 2


def address(config: Config) -> Finding:
    """Whether people can reach the site."""
    return findings.of_address(
        config.public_url,
        is_loopback=urlsplit(config.public_url).hostname in LOOPBACK_HOSTS,
        is_https=config.is_https,
        allows_plain_http=config.allows_plain_http,
    )


def files(config: Config) -> Iterator[Finding]:
    """Whether what an installation holds can be written, and is its owner's alone."""
    disks = set()
    for folder in (config.instance_dir, config.media_dir):
        there = next(one for one in (folder, *folder.parents) if one.exists())
        if there.stat().st_dev not in disks:
            disks.add(there.stat().st_dev)
            yield findings.of_room(there, shutil.disk_usage(there).free)
        try:
            with tempfile.NamedTemporaryFile(dir=there):
                pass
        except OSError as error:
            mend = N_("Give the folder to the user that runs the site.")
            yield fault(FILES, N_("%(path)s cannot be written: %(reason)s"), mend, path=there, reason=error.strerror)
    private = [config.instance_dir, config.secret_key_file, _database_file(config), config.backups_dir]
    shared = [path for path in private if path and path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    for path in shared:
        mend = N_("Type: chmod go= %(path)s")
        yield warning(FILES, N_("%(path)s can be read by others on this machine"), mend, path=path)
    if not shared:
        yield ok(FILES, N_("%(path)s is its owner's alone"), path=config.instance_dir)


def _database_file(config: Config) -> Path | None:
    scheme, _, path = config.database_url.partition(":///")
    return Path(path) if scheme == "sqlite" else None


def clock(config: Config) -> Finding:
    """Whether this machine's clock agrees with that of the disk, which may be another machine's."""
    with tempfile.NamedTemporaryFile(dir=config.instance_dir) as file:
        before = time.time()
        os.utime(file.name)
        written = Path(file.name).stat().st_mtime
    return findings.of_clock(before - written, "disk")


def mail(config: Config) -> Finding:
    """Whether the mail server takes our word; nothing is sent."""
    server = config.mail_server
    mend = N_("Check LMS_SMTP_URL, and that the server can be reached from here.")
    if server is None:
        if urlsplit(config.public_url).hostname in LOOPBACK_HOSTS:
            return ok(MAIL, N_("none is sent: they are shown on this machine"))
        return fault(MAIL, N_("no server is set: nobody can get the code to sign in with"), mend)
    try:
        _greet(server)
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        reason = re.sub(r"\S+@\S+", "…@…", str(error) or type(error).__name__)
        return fault(
            MAIL, N_("%(host)s, port %(port)d: %(reason)s"), mend, host=server.host, port=server.port, reason=reason
        )
    if not server.is_tls and not server.starts_tls and server.host not in LOOPBACK_HOSTS:
        mend = N_("Use smtps:// or STARTTLS.")
        return warning(MAIL, N_("%(host)s answers, without encryption"), mend, host=server.host)
    return ok(MAIL, N_("%(host)s answers"), host=server.host)


def _greet(server: MailServer) -> None:
    context = ssl.create_default_context()
    connect: Any = smtplib.SMTP
    settings: dict[str, Any] = {"timeout": PATIENCE_S}
    if server.is_tls:
        connect, settings["context"] = smtplib.SMTP_SSL, context
    with connect(server.host, server.port, **settings) as connection:
        if server.starts_tls:
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.noop()


def backups(config: Config, at: datetime) -> Finding:
    """Whether there is a backup of these days."""
    found = [path.stat().st_mtime for path in config.backups_dir.glob("*.zip")]
    mend = N_("Type: python3 -m lms backup — every day, and take the file to another machine; see docs/operators.")
    if not found:
        return warning(BACKUPS, N_("none in %(folder)s"), mend, folder=config.backups_dir)
    days = (at.timestamp() - max(found)) / 86_400
    if days > BACKUP_DAYS:
        return warning(BACKUPS, N_("the last one is %(days).0f days old"), mend, days=days)
    return ok(BACKUPS, N_("the last one is %(hours).0f hours old"), hours=days * 24)
