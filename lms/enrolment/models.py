"""Enrolments, with what statistics of that day need to know of the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.models import AgeBand, OrganisationKind, Sector, Sex
from lms.db import Model, UTCDateTime, one_of

LIVE = text("ended_at IS NULL")


class Enrolment(Model):
    """A person in a course; at most one per person and course is live.

    Country to organisation_kind are copied from the person; those still blank are filled until completion and never
    overwritten, so that later statistics are those of that day. What came of the exam and when the certificate was
    issued are kept here as well: figures are counted from this table alone, and stay when a certificate is erased.
    Without a person: the account was erased.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_person_id_course_id_live",
            "person_id",
            "course_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        CheckConstraint("language IN ('fr', 'en')", name="language_is_ours"),
        CheckConstraint("(completed_at IS NULL) = (completed_release_id IS NULL)", name="completion_is_whole"),
        CheckConstraint("extra_time_percent BETWEEN 0 AND 400", name="extra_time_is_bounded"),
        Index("ix_enrolment_enrolled_at", "enrolled_at"),
        # The first page of figures is counted from it alone.
        Index("ix_enrolment_figures", "country", "sex", "completed_release_id", "started_at", "certified_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))  # current when they enrolled: its rule holds too
    language: Mapped[str] = mapped_column(String(2))
    country: Mapped[str | None] = mapped_column(String(2))
    sex: Mapped[Sex | None] = mapped_column(one_of("sex", Sex))
    age_band: Mapped[AgeBand | None] = mapped_column(one_of("age_band", AgeBand))
    sector: Mapped[Sector | None] = mapped_column(one_of("sector", Sector))
    organisation_kind: Mapped[OrganisationKind | None] = mapped_column(one_of("organisation_kind", OrganisationKind))
    enrolled_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # first POST in the course after enrolling
    active_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the last one
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # left, or renewed by another enrolment
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    completed_release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))  # whose rule was met
    completed_rule: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # {"lessons": "all", "quizzes": "pass", …}
    certified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # its first certificate was issued
    exam_percent: Mapped[int | None]  # of the best try at the exam, rounded down
    passed_first_try: Mapped[bool | None]  # the exam; None: no try is finished
    extra_time_percent: Mapped[int] = mapped_column(server_default="0")  # as long again, where a quiz has a time limit
    certificate_name: Mapped[str | None] = mapped_column(String(120))  # as the learner confirmed it
    name_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
