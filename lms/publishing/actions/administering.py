"""What administrators do with courses from their pages: each act told to the audit log, none over another's head."""

from __future__ import annotations

from datetime import date, datetime

from lms.audit import actions as audit
from lms.db import db
from lms.errors import N_, Refusal
from lms.publishing.actions import releasing, retiring
from lms.publishing.actions.releasing import Released
from lms.publishing.actions.storing import locked_course
from lms.publishing.models import Course
from lms.publishing.preparing import Prepared
from lms.publishing.queries import dated, release_outlines, releases
from lms.publishing.queries.administered import mark_of


class ChangedMeanwhile(Refusal):
    """Somebody else did something with this course after the page was shown."""


class BadDates(Refusal):
    """Days between which no course can be open."""


class NoReason(Refusal):
    """What takes something away from people needs a reason."""


def release(prepared: Prepared, seen: str | None, *, actor: str, at: datetime) -> Released | None:
    """Release a course, which readers see from now on; None if they see just this. `seen` is None for a new one."""
    course = _course(prepared.slug)
    if (course is None) != (seen is None):
        raise _changed()
    if course is not None:
        _compare(course, seen)
    made = releasing.release(prepared, at)
    if made is not None:
        note_release(made, prepared, actor=actor, at=at)
    return made


def note_release(made: Released, prepared: Prepared, *, actor: str, at: datetime) -> None:
    """Write down who released a course, from a page or at the console."""
    details = {"number": made.number, "folder": prepared.folder}
    audit.record(actor, "course.release", "course", prepared.slug, "", details, at)


def note_rollback(slug: str, former: int, shown: int, *, actor: str, reason: str, at: datetime) -> None:
    """Write down who showed readers another release again."""
    audit.record(actor, "course.rollback", "course", slug, reason, {"before": former, "after": shown}, at)


def roll_back(slug: str, number: int, seen: str, *, actor: str, reason: str, at: datetime) -> None:
    """Show readers another release again."""
    _compare(_known(slug), seen)
    _demand(reason)
    former, shown = releasing.rollback(slug, number, at)
    note_rollback(slug, former, shown, actor=actor, reason=reason, at=at)


def retire(slug: str, seen: str, *, actor: str, reason: str, at: datetime) -> None:
    """Take a course out of the catalogue."""
    _compare(_known(slug), seen)
    _demand(reason)
    retiring.retire(slug, actor=actor, reason=reason, at=at)


def reopen(slug: str, seen: str, *, actor: str, reason: str, at: datetime) -> None:
    """Put a course back into the catalogue."""
    _compare(_known(slug), seen)
    retiring.reopen(slug, actor=actor, reason=reason, at=at)


def set_dates(
    slug: str, opens_on: date | None, closes_on: date | None, seen: str, *, actor: str, reason: str, at: datetime
) -> bool:
    """Say when a course opens and closes, in place of its own file; None leaves it to the file. False: nothing changed.

    A reason is asked for where the lessons may be read on fewer days than before.
    """
    course = _known(slug)
    _compare(course, seen)
    before = (course.opens_on, course.closes_on)
    if before == (opens_on, closes_on):
        return False
    was = _window(course)
    course.opens_on, course.closes_on = opens_on, closes_on
    now = _window(course)
    if now[0] > now[1]:
        raise BadDates(N_("A course cannot close before it opens."))
    if now[0] > was[0] or now[1] < was[1]:
        _demand(reason)
    details = {
        name: [day.isoformat() if day else None for day in (old, new)]
        for name, old, new in (("opens_on", before[0], opens_on), ("closes_on", before[1], closes_on))
        if old != new
    }
    audit.record(actor, "course.dates", "course", slug, reason, details, at)
    db.session.flush()
    return True


def _window(course: Course) -> tuple[date, date]:
    """The first and the last day on which the lessons of a course may be read."""
    current = releases.current_of(course.id)
    assert current is not None
    outline = dated(next(iter(release_outlines([current])[current].values())), course)
    opens, closes = outline.opens, outline.closes
    return (
        date.fromisoformat(opens) if opens else date.min,
        date.fromisoformat(closes) if closes else date.max,
    )  # fmt: skip


def _course(slug: str) -> Course | None:
    return locked_course(slug)


def _known(slug: str) -> Course:
    course = _course(slug)
    if course is None:
        raise Refusal(N_("There is no course %(slug)s."), slug=slug)
    return course


def _compare(course: Course, seen: str | None) -> None:
    current = releases.current(course.slug)
    number = current.number if current else 0
    if seen != mark_of(number, course.retired_at, course.opens_on, course.closes_on):
        raise _changed()


def _changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(N_("Somebody did something else with this course while you had it before you."))


def _demand(reason: str) -> None:
    if not reason.strip():
        raise NoReason(N_("Say the reason: it is kept for whoever asks later."))
