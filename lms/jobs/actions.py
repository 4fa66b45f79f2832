"""Jobs: added with their cause, claimed for a while, done or put off; and what carries each kind out.

A kind is a name with one or two functions. `reach_out(arguments)`, where a kind has one, talks to the world and runs in
no transaction, so that a slow mail server holds up no one who writes; `carry_out(arguments, found, at)` writes, in the
transaction that says the job is done, and gets what the first returned. A process may die between the two, or between
the world's answer and ours: both may run twice, and must bear it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from lms.db import db
from lms.errors import N_, Refusal
from lms.jobs.models import Job
from lms.jobs.queries import is_claimable
from lms.jobs.retrying import LEASE, MOST_FAILURES, delay_after, told

Arguments = dict[str, Any]
KEPT_WHEN_DONE = timedelta(days=30)
_ADDED = "jobs were added"
# Set when a transaction that added jobs was committed in this process.
added = threading.Event()


@dataclass(frozen=True, slots=True)
class Kind:
    """How jobs of one name are carried out."""

    carry_out: Callable[[Arguments, Any, datetime], None]
    reach_out: Callable[[Arguments], Any] | None = None


class Final(Exception):
    """A failure that no other try can mend: the job is given up at once. Kinds raise one of their own."""


class NotPossible(Refusal):
    """This cannot be done with this job any more."""


kinds: dict[str, Kind] = {}
_sweeps: list[Callable[[datetime], None]] = []


def register(name: str, kind: Kind) -> None:
    """Say how jobs of this name are carried out."""
    kinds[name] = kind


def register_sweep(sweep: Callable[[datetime], None]) -> None:
    """Have something thrown away from time to time; in the order of registration, this feature's own jobs last."""
    if sweep not in _sweeps:
        _sweeps.append(sweep)


def add(kind: str, arguments: Arguments, at: datetime, due_at: datetime | None = None) -> Job:
    """Leave something to do after the commit of this transaction, at once or from a moment on."""
    job = Job(kind=kind, arguments=arguments, created_at=at, due_at=due_at or at)
    db.session.add(job)
    db.session.flush()
    db.session().info[_ADDED] = True
    return job


def claim(at: datetime) -> Job | None:
    """Take the job that is due first, for as long as a lease lasts. One whose holder died counts as a failure."""
    job = db.session.scalar(
        select(Job).where(is_claimable(at)).order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    )
    if job is None:
        return None
    if job.leased_until is not None:
        job.failures += 1
    if job.failures >= MOST_FAILURES:
        job.due_at = job.leased_until = None
        job.last_error = job.last_error or "whoever did it died each time"
    else:
        job.leased_until = at + LEASE
    db.session.flush()
    return job


def carry_out(number: int, found: Any, at: datetime) -> None:
    """Do the writing part of a job and say that it is done; who did it before us did it for us."""
    job = _held(number)
    if job.done_at is not None:
        return
    kinds[job.kind].carry_out(job.arguments, found, at)
    job.done_at, job.due_at, job.leased_until = at, None, None
    job.arguments = {}  # they may name people
    db.session.flush()


def put_off(number: int, error: str, at: datetime, *, is_final: bool = False) -> None:
    """Note a failure, and when to try again if at all; not after one that no other try can mend."""
    job = _held(number)
    if job.done_at is not None:
        return
    job.failures += 1
    wait = None if is_final else delay_after(job.failures)
    job.due_at = at + wait if wait else None
    job.leased_until = None
    job.last_error = told(error)
    db.session.flush()


def try_again(number: int, at: datetime) -> Job:
    """Have a job done at once, as if it had never failed. Refused (NotPossible) if it is done or under way."""
    job = _kept(number)
    if job.done_at is not None:
        raise NotPossible(N_("This job is done."))
    if job.leased_until is not None and job.leased_until > at:
        raise NotPossible(N_("This job is being done at this moment."))
    job.failures, job.due_at, job.leased_until = 0, at, None
    db.session.flush()
    db.session().info[_ADDED] = True
    return job


def give_up(number: int, at: datetime) -> Job:
    """Have nobody try a job any more; it can be tried again by hand. Refused as above, or if it was given up before."""
    job = _kept(number)
    if job.done_at is not None:
        raise NotPossible(N_("This job is done."))
    if job.leased_until is not None and job.leased_until > at:
        raise NotPossible(N_("This job is being done at this moment."))
    if job.due_at is None:
        raise NotPossible(N_("This job was given up before."))
    job.due_at = job.leased_until = None
    job.last_error = job.last_error or "given up by hand"
    db.session.flush()
    return job


def _kept(number: int) -> Job:
    job = held(number)
    if job is None:
        raise NotPossible(N_("This job is not kept any more."))
    return job


def held(number: int | None) -> Job | None:
    """A job, if it is still kept, that nobody else changes until the end of the transaction."""
    return None if number is None else db.session.get(Job, number, with_for_update=True)


def _held(number: int) -> Job:
    """A job that nobody else changes until the end of the transaction."""
    return db.session.get_one(Job, number, with_for_update=True)


def sweeps() -> list[Callable[[datetime], None]]:
    """What throws away what nobody needs any more, in the order in which it may go."""
    return [*_sweeps, _sweep_done_jobs]


def _sweep_done_jobs(at: datetime) -> None:
    db.session.execute(delete(Job).where(Job.due_at.is_(None), Job.created_at < at - KEPT_WHEN_DONE))


@event.listens_for(db.session, "after_commit")
def _wake_the_runner(session: Session) -> None:
    if session.info.pop(_ADDED, False):
        added.set()


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_ADDED, None)
