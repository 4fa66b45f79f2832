"""Jobs, read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.db import db
from lms.jobs.models import Job

JOBS_LISTED = 50


class JobState(StrEnum):
    """What is to be expected of a job."""

    DUE = "due"  # to be done now, or at a moment to come
    RUNNING = "running"
    FAILED = "failed"  # nobody tries any more
    DONE = "done"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as administrators see it: never with its arguments, which may name people."""

    number: int
    kind: str
    state: JobState
    created_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    failures: int
    error: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """Signs of life of whoever does the jobs: when one was last done, and since when one is overdue."""

    counts: dict[JobState, int]
    last_done_at: datetime | None
    overdue_since: datetime | None


def is_claimable(at: datetime) -> ColumnElement[bool]:
    """The condition of a job that is due and that nobody alive is doing."""
    return (Job.due_at <= at) & or_(Job.leased_until.is_(None), Job.leased_until <= at)


def has_due_job(at: datetime) -> bool:
    """Whether anything is to be done now."""
    return db.session.scalar(select(Job.id).where(is_claimable(at)).limit(1)) is not None


def in_state(state: JobState, at: datetime) -> ColumnElement[bool]:
    """The condition of a job in a state at a moment."""
    is_leased = and_(Job.due_at.is_not(None), Job.leased_until.is_not(None), Job.leased_until > at)
    return {
        JobState.DUE: and_(Job.due_at.is_not(None), or_(Job.leased_until.is_(None), Job.leased_until <= at)),
        JobState.RUNNING: is_leased,
        JobState.FAILED: and_(Job.due_at.is_(None), Job.done_at.is_(None)),
        JobState.DONE: Job.done_at.is_not(None),
    }[state]


def state_of(job: Job, at: datetime) -> JobState:
    """What is to be expected of a job at a moment."""
    if job.done_at is not None:
        return JobState.DONE
    if job.due_at is None:
        return JobState.FAILED
    return JobState.RUNNING if job.leased_until is not None and job.leased_until > at else JobState.DUE


def jobs_listed(state: JobState | None, kind: str, before: int | None, at: datetime) -> tuple[list[JobRow], bool]:
    """The jobs added last, the newest first, those before a number; and whether there are more. 1 query."""
    statement = select(Job).order_by(Job.id.desc()).limit(JOBS_LISTED + 1)
    if state is not None:
        statement = statement.where(in_state(state, at))
    if kind:
        statement = statement.where(Job.kind == kind)
    if before is not None:
        statement = statement.where(Job.id < before)
    found = db.session.scalars(statement).all()
    rows = [
        JobRow(
            job.id, job.kind, state_of(job, at), job.created_at, job.due_at, job.done_at, job.failures,
            job.last_error or "",
        )
        for job in found[:JOBS_LISTED]
    ]  # fmt: skip
    return rows, len(found) > JOBS_LISTED


def pulse(at: datetime) -> Pulse:
    """How many jobs there are in each state, and how lively those are who do them. 1 query."""
    counted = [func.count().filter(in_state(state, at)) for state in JobState]
    overdue = func.min(Job.due_at).filter(is_claimable(at))
    row: Any = db.session.execute(select(*counted, func.max(Job.done_at), overdue).select_from(Job)).one()
    *counts, last_done_at, overdue_since = row
    return Pulse(dict(zip(JobState, counts, strict=True)), last_done_at, overdue_since)
