"""Figures of questions, counted from attempts in the database, equal a slow and obvious count of the same attempts."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import correlation, median
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.assessment.models import Answer, Attempt
from lms.assessment.queries import KeptFields, grade, paper
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.queries.quizzes import quizzes
from lms.reporting.queries.questions import QuizLook
from tests.reporting.answering import knowing, look_at, take
from tests.reporting.conftest import AT, COURSE, Enrol

QUIZ = "map-quiz"
TAKERS = 32


def fill(app: Flask, enrol: Enrol, key: str, count: int = TAKERS) -> None:
    for number in range(count):
        language = "en" if number % 3 == 0 else "fr"
        enrolment_id = enrol(language=language)
        say = knowing(0.2 + 0.7 * (number % 7) / 6, language)
        take(app, enrolment_id, key, say, at=AT + timedelta(minutes=number), language=language)
        if number % 8 == 0:  # a second try, which counts nowhere
            take(app, enrolment_id, key, knowing(1, language), at=AT + timedelta(days=2), seed=1, language=language)
    take(app, enrol(), key, knowing(1, "fr"), at=AT, is_ended=False)


def slow(app: Flask, key: str) -> dict[str, dict[str, Any]]:
    """By question: what each first attempt that ended made of it."""
    found: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(list))
    with app.app_context():
        statement = select(Attempt, Enrolment.language).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        for attempt, language in db.session.execute(statement.where(Attempt.quiz_key == key, Attempt.number == 1)):
            if attempt.closed_at is None:
                continue
            answers = {
                row.question_key: row
                for row in db.session.scalars(select(Answer).where(Answer.attempt_id == attempt.id))
            }
            verdicts = {}
            for asked in paper(attempt.questions, quizzes(attempt.release_id).in_language("en")):
                row = answers.get(asked.key)
                spoken = row.language if row else language
                kept = asked.answer(KeptFields(row.fields) if row else None, spoken)
                verdicts[asked.key] = grade(asked.question, kept), kept, spoken
            points = sum((one.points for one, _, _ in verdicts.values()), Fraction(0))
            out_of = sum((one.out_of for one, _, _ in verdicts.values()), Fraction(0))
            order = sorted(answers.values(), key=lambda row: row.saved_at)
            times = [attempt.started_at, *(row.saved_at for row in order)]
            seconds = {row.question_key: (b - a).total_seconds()
                       for row, (a, b) in zip(order, pairwise(times), strict=True)}  # fmt: skip
            for question, (verdict, kept, spoken) in verdicts.items():
                one = found[question]
                one["shares"].append(verdict.share)
                one["rests"].append((points - verdict.points) / (out_of - verdict.out_of))
                one["languages"].append(spoken)
                one["chosen"] += [(spoken, option) for option in kept.chosen]
                one["unanswered"].append(verdict.outcome == "unanswered")
                one["seconds"] += [seconds[question]] if question in seconds else []
    return found


def test_every_figure_of_random_attempts_is_what_a_slow_count_says(courses_app: Flask, enrol: Enrol) -> None:
    for key in (QUIZ, "exam"):  # all questions of one quiz; drawn by lot from several
        fill(courses_app, enrol, key)
        compare(slow(courses_app, key), look_at(courses_app, COURSE, key))


def compare(expected: dict[str, dict[str, Any]], look: QuizLook) -> None:
    assert (look.attempts, look.is_sample) == (TAKERS, False)
    assert {one.question.key for one in look.questions if one.analysis.whole.takers} == set(expected)
    for one in look.questions:
        whole, told = one.analysis.whole, expected[one.question.key]
        count = len(told["shares"])
        assert (whole.takers, one.left_out, whole.late) == (count, 0, 0)
        if not count:
            continue
        assert whole.facility == sum(told["shares"], Fraction(0)) / count
        assert whole.unanswered == sum(told["unanswered"])
        assert whole.timed == len(told["seconds"])
        assert whole.median_seconds == (median(told["seconds"]) if told["seconds"] else None)
        if count < 30 or len(set(told["shares"])) < 2 or len(set(told["rests"])) < 2:
            assert whole.discrimination is None
        else:
            assert whole.discrimination == pytest.approx(correlation(told["shares"], told["rests"]))
        for language, item in one.analysis.by_language.items():
            spoken = [share for share, said in zip(told["shares"], told["languages"], strict=True) if said == language]
            assert item.takers == len(spoken)
            assert item.facility == sum(spoken, Fraction(0)) / len(spoken)
        if one.question.options:
            chosen = Counter(option for _, option in told["chosen"])
            assert {option: whole.marks["", option] for option in chosen} == chosen
            assert sum(whole.marks.values()) == sum(chosen.values())
