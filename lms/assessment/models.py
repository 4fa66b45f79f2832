"""Attempts and their answers: evidence, pinned when an attempt starts.

Fractions are kept exactly, as text ("11/3"): rounding could fail somebody who passed.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Model, UTCDateTime, one_of

FRACTION = String(60)
OPEN = text("closed_at IS NULL")


class Closing(StrEnum):
    """How an attempt ended."""

    SUBMITTED = "submitted"  # by the learner
    OVERDUE = "overdue"  # by its deadline; what was saved counts


class Attempt(Model):
    """One go at a quiz; at most one per enrolment and quiz is open."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_key", "number"),
        Index(
            "uq_attempt_enrolment_id_quiz_key_open",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        # How far the learners of a course came is counted from it, past the questions that attempts hold.
        Index(
            "ix_attempt_passed",
            "enrolment_id",
            "quiz_key",
            sqlite_where=text("has_passed = 1"),
            postgresql_where=text("has_passed"),
        ),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("(closed_at IS NULL) = (closing IS NULL)", name="closing_is_whole"),
        CheckConstraint("(closed_at IS NULL) = (share IS NULL)", name="result_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)  # random, for addresses
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    quiz_key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]  # from 1 within its enrolment and quiz
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))  # whose texts and answers it shows for ever
    # What was drawn, in the order asked: [{"key": …, "quiz": key of the quiz it stands in, "orders": {…}}, …].
    # "orders" holds the ids of options, cells and entries as shown; see drawing.py.
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # The quiz's settings as they were: feedback, page, pass_percent.
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    deadline_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closing: Mapped[Closing | None] = mapped_column(one_of("closing", Closing))
    points: Mapped[str | None] = mapped_column(FRACTION)
    out_of: Mapped[str | None] = mapped_column(FRACTION)
    share: Mapped[str | None] = mapped_column(FRACTION)  # points / out_of
    has_passed: Mapped[bool | None]  # None: open, or a quiz without a pass mark


class Answer(Model):
    """A learner's answer to one question of an attempt, as ids and texts, never as positions."""

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("version >= 1", name="version_from_one"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int]  # counts the saves: a save names the one it saw
    fields: Mapped[list[list[str]]] = mapped_column(JSON)  # [[name, value], …] as the form sends them
    language: Mapped[str] = mapped_column(String(2))  # in which a number was typed
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    first_saved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: saved before this was written down
    is_late: Mapped[bool] = mapped_column(default=False)  # came after the end: kept, told, not scored
    is_locked: Mapped[bool] = mapped_column(default=False)  # its verdict was shown: `feedback: each`
    points: Mapped[str | None] = mapped_column(FRACTION)  # set when the attempt closes, or when it is locked
    late_fields: Mapped[list[list[str]] | None] = mapped_column(JSON)  # what came late, beside what counts


class Regrade(Model):
    """A question's right answers of a later release, applied to the attempts that were graded by earlier ones."""

    __tablename__ = "regrade"
    __table_args__ = (Index("ix_regrade_course_id_question_key", "course_id", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(60))  # one name space in a course
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))  # whose right answers and explanations hold
    # Which of its options, cells or things to order is which of the earlier releases, where they were reworded: former
    # id → id.
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the last of the attempts was seen
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # taken back, attempt by attempt
    restored_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the last of them is as it was


class Regraded(Model):
    """What a regrade did to one attempt, before and after: the trace that it leaves, and the way back."""

    __tablename__ = "regraded"

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id", ondelete="CASCADE"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True, index=True)
    answer_points_before: Mapped[str] = mapped_column(FRACTION)  # of the answer to the question
    answer_points_after: Mapped[str] = mapped_column(FRACTION)
    points_before: Mapped[str] = mapped_column(FRACTION)  # of the attempt
    points_after: Mapped[str] = mapped_column(FRACTION)
    share_before: Mapped[str] = mapped_column(FRACTION)
    share_after: Mapped[str] = mapped_column(FRACTION)
    passed_before: Mapped[bool | None]
    passed_after: Mapped[bool | None]
