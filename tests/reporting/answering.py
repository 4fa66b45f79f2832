"""Learners who take quizzes as the pages have them do it, answering at random from a seed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from lms.assessment import actions
from lms.assessment.queries import paper
from lms.courseware.compiled import CompiledQuestion
from lms.db import db
from lms.demo.answering import fields
from lms.enrolment.models import Enrolment
from lms.publishing.queries.quizzes import quizzes
from lms.reporting.queries.questions import QuizLook, course_taken, looks

Sent = list[list[str]]
Say = Callable[[CompiledQuestion, Random], Sent]


def knowing(talent: float, language: str) -> Say:
    """Answers rightly as often as `talent` says, sometimes not at all."""

    def say(question: CompiledQuestion, dice: Random) -> Sent:
        return [] if dice.random() < 0.1 else fields(question, language, dice.random, is_right=dice.random() < talent)

    return say


def take(
    app: Flask,
    enrolment_id: int,
    quiz_key: str,
    say: Say,
    *,
    at: datetime,
    seed: int = 0,
    language: str = "fr",
    is_ended: bool = True,
) -> str:
    """A try at a quiz, question by question; the public id of the attempt."""
    dice = Random(f"{enrolment_id}/{quiz_key}/{seed}")
    with app.app_context():
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        attempt = actions.start_attempt(enrolment, quiz_key, at)
        pinned = quizzes(attempt.release_id)
        for place, asked in enumerate(paper(attempt.questions, pinned.in_language(language)), start=1):
            sent = say(asked.question, dice)
            if sent:
                moment = at + timedelta(seconds=20 * place + dice.randrange(15))
                form: Any = MultiDict((name, value) for name, value in json.loads(json.dumps(sent)))
                actions.save_answers(attempt, {asked.key: (form, 0)}, language, moment, pinned=pinned)
        if is_ended:
            actions.submit_attempt(attempt, at + timedelta(hours=1))
        db.session.commit()
        return attempt.public_id


def look_at(app: Flask, slug: str, key: str, language: str = "en") -> QuizLook:
    """What the pages about a quiz show of it."""
    with app.app_context():
        course = course_taken(slug, language)
        assert course is not None
        return looks(course, [key], language)[key]
