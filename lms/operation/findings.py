"""What a look at an installation finds: each thing is well, needs attention, or is broken, and how it is mended."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lms.errors import N_


class Level(StrEnum):
    """How things are."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `said` and `mend` are msgids, `values` fill their placeholders."""

    subject: str
    level: Level
    said: str
    mend: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def ok(subject: str, said: str, **values: Any) -> Finding:
    """Something is as it should be."""
    return Finding(subject, Level.OK, said, "", values)


def warning(subject: str, said: str, mend: str, **values: Any) -> Finding:
    """Something works and should not stay so."""
    return Finding(subject, Level.WARNING, said, mend, values)


def fault(subject: str, said: str, mend: str, **values: Any) -> Finding:
    """Something does not work."""
    return Finding(subject, Level.FAULT, said, mend, values)


ADDRESS = N_("Public address")
DATABASE = N_("Database")
SCHEMA = N_("Migrations")
CLOCK = N_("Clock")
DISK = N_("Disk")
FILES = N_("Files")
MAIL = N_("Mail")
JOBS = N_("Jobs")
ADMINISTRATION = N_("Administration")
FONTS = N_("Fonts")
MEDIA = N_("Media")
BACKUPS = N_("Backups")

_MB = 1_000_000
FREE_MB_AT_LEAST = 200
FREE_MB_WISHED = 2_000
CLOCK_S_AT_MOST = 60
CLOCK_S_WISHED = 2
DUE_S_AT_MOST = 300


def of_address(public_url: str, *, is_loopback: bool, is_https: bool, allows_plain_http: bool) -> Finding:
    """Whether people can reach the site, and sign in there."""
    if is_https:
        return ok(ADDRESS, N_("%(url)s, over HTTPS"), url=public_url)
    mend = N_("Set LMS_PUBLIC_URL to the site's https:// address; docs/operators shows how a proxy gets a certificate.")
    if is_loopback:
        said = N_("%(url)s leads to this machine only: nobody else gets a certificate")
        return warning(ADDRESS, said, mend, url=public_url)
    if allows_plain_http:
        said = N_("%(url)s without HTTPS: everybody on the way can read what people type")
        return warning(ADDRESS, said, mend, url=public_url)
    return fault(ADDRESS, N_("%(url)s without HTTPS: nobody can sign in"), mend, url=public_url)


def of_room(folder: object, free_bytes: int) -> Finding:
    """Whether there is room left on a disk."""
    free = free_bytes // _MB
    said = N_("%(folder)s: %(free)d MB left")
    mend = N_("Make room or a larger disk: when it is full, people read on and nothing can be saved.")
    if free < FREE_MB_AT_LEAST:
        return fault(DISK, said, mend, folder=folder, free=free)
    if free < FREE_MB_WISHED:
        return warning(DISK, said, mend, folder=folder, free=free)
    return ok(DISK, said, folder=folder, free=free)


def of_clock(seconds: float, other: str) -> Finding:
    """Whether this machine's clock agrees with another one: deadlines and codes go by it."""
    off = abs(seconds)
    mend = N_("Have both machines keep the time: timedatectl set-ntp true")
    said = N_("%(seconds).1f s apart from the clock of the %(other)s")
    if off > CLOCK_S_AT_MOST:
        return fault(CLOCK, said, mend, seconds=off, other=other)
    if off > CLOCK_S_WISHED:
        return warning(CLOCK, said, mend, seconds=off, other=other)
    return ok(CLOCK, N_("agrees with the clock of the %(other)s"), other=other)


def of_jobs(pending: int, due_s: float, failing: int, failed: int) -> Finding:
    """Whether somebody does the jobs, and whether they succeed."""
    values = {"pending": pending, "minutes": due_s / 60, "failing": failing, "failed": failed}
    if due_s > DUE_S_AT_MOST:
        said = N_("the oldest has been due for %(minutes).0f minutes; %(pending)d wait")
        return fault(JOBS, said, N_("Start who does them: python3 -m lms work"), **values)
    if failing or failed:
        said = N_("%(failing)d failed and will be tried again, %(failed)d were given up")
        return warning(JOBS, said, N_("The log says why; most often it is the mail server."), **values)
    return ok(JOBS, N_("%(pending)d wait, none is late"), **values)
