"""What a learner has done in a course, besides quizzes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Model, UTCDateTime


class LessonDone(Model):
    """A lesson that a learner said they finished, by its key: it stays finished wherever the lesson moves."""

    __tablename__ = "lesson_done"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True)
    lesson_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))  # that they read
    language: Mapped[str] = mapped_column(String(2))
    done_at: Mapped[datetime] = mapped_column(UTCDateTime)
