"""What synthetic learners do: it takes time, keeps to the rules of quizzes, and ends before today."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from lms.assessment.allowance import allowance
from lms.courseware.compiled import CompiledSettings, Outline, OutlineItem, OutlineModule
from lms.demo.journeys import Journey, Way, walk
from lms.demo.seasons import DAYS, Arrivals
from lms.learning.completion import completion

DAY_S = 86_400
ZERO = datetime(2026, 11, 1, tzinfo=UTC)
SETTINGS = CompiledSettings(
    pass_percent=70, attempts=None, per_hours=None, pools=(), draw=None, shuffle="all", feedback="submitted",
    page="one", measures_before=None, time_limit_minutes=None,
)  # fmt: skip


def item(kind: str, key: str, pass_percent: int | None = None) -> OutlineItem:
    return OutlineItem(kind, key, key, "", 5 if kind == "lesson" else 0, 10, pass_percent, 8 * (kind != "lesson"))


def outline(rule: dict[str, str], hours: str | None = "1/2") -> Outline:
    lessons = [item("lesson", f"lesson-{number}") for number in range(4)]
    module = OutlineModule("m", 1, "M", "", (), (*lessons, item("quiz", "quiz", 70), item("quiz", "measure")))
    return Outline(
        slug="made", language="en", languages=("en",), title="", summary="", audience="", objectives=(),
        description_html="", institution="", institution_slug="", level="", licence="", authors=(), source=None,
        topics=(), access="open", opens=None, closes=None, required=(), advised=(), completion=rule,
        exam_pass_percent=70, certificate_hours=hours, certificate_valid_months=None, modules=(module,),
        final=(item("exam", "exam", 70),), terms=(), minutes=20, kilobytes=10,
    )  # fmt: skip


def way(rule: dict[str, str], exam: CompiledSettings = SETTINGS, hours: str | None = "1/2") -> Way:
    made = outline(rule, hours)
    needed = frozenset(one.key for line in completion(made, (), ()).lines for one in line.left)
    measure = replace(SETTINGS, pass_percent=None)
    return Way(made, 1, needed, {"quiz": SETTINGS, "measure": measure, "exam": exam})


def journeys(of: Way, count: int = 1500) -> Iterator[Journey]:
    arrivals = Arrivals(ZERO.date())
    for number in range(count):
        dice = Random(f"journey {number}").random
        yield walk(of, arrivals.drawn(dice), dice)


@pytest.mark.parametrize(
    "rule",
    [{"lessons": "all", "quizzes": "pass", "exam": "pass"}, {"lessons": "all"}, {"exam": "pass"}, {}],
    ids=["everything", "lessons", "exam", "nothing"],
)
def test_a_course_is_completed_at_the_moment_its_rule_is_met_and_only_then(rule: dict[str, str]) -> None:
    taken = way(rule)
    completed = 0
    for journey in journeys(taken):
        passed = [(one.quiz_key, one.closed_at) for one in journey.tries if one.has_passed and one.closed_at]
        moments = sorted([*journey.lessons, *passed], key=lambda done: done[1])
        met = None
        for number, (_, at) in enumerate(moments, start=1):
            keys = {key for key, _ in moments[:number]}
            if completion(taken.outline, keys, keys).is_complete:
                met = at
                break
        assert journey.completed_at == met
        completed += met is not None
    assert (completed > 200) == bool(rule)


def test_fewer_finish_each_next_lesson_and_some_never_begin() -> None:
    made = list(journeys(way({"lessons": "all", "quizzes": "pass"})))
    done = Counter(key for journey in made for key, _ in journey.lessons)
    counts = [len(made), *(done[f"lesson-{number}"] for number in range(4))]
    assert all(before > after for before, after in pairwise(counts))
    assert any(journey.started_at is None for journey in made)
    assert any(one.closed_at is None for journey in made for one in journey.tries)
    assert any(journey.ended_at for journey in made)


def test_moments_follow_each_other_and_none_is_still_to_come() -> None:
    for journey in journeys(way({"lessons": "all", "exam": "pass"})):
        ends = [one.closed_at if one.closed_at is not None else one.started_at for one in journey.tries]
        acts = [*(at for _, at in journey.lessons), *(one.started_at for one in journey.tries), *ends]
        if not acts:
            assert journey.started_at is None
            continue
        assert journey.started_at is not None
        assert journey.active_at is not None
        assert journey.enrolled_at < journey.started_at <= min(acts)
        assert max(acts) <= journey.active_at < 0
        assert all(one.started_at < one.closed_at for one in journey.tries if one.closed_at is not None)
        assert journey.ended_at is None or journey.active_at < journey.ended_at < 0


@pytest.mark.parametrize(("attempts", "per_hours"), [(3, 24), (1, 12), (2, None)])
def test_nobody_tries_more_often_than_the_quiz_allows(attempts: int, per_hours: int | None) -> None:
    taken = way({"exam": "pass"}, replace(SETTINGS, attempts=attempts, per_hours=per_hours))
    most = 0
    for journey in journeys(taken):
        started: list[datetime] = []
        tries = [one for one in journey.tries if one.quiz_key == "exam"]
        assert [one.number for one in tries] == list(range(1, len(tries) + 1))
        for one in tries:
            at = ZERO + timedelta(seconds=one.started_at)
            assert allowance(attempts, per_hours, started, at).is_open
            started.append(at)
        most = max(most, len(tries))
    assert most > 1 or per_hours is None or attempts == 1


def test_a_time_limit_is_kept() -> None:
    taken = way({"exam": "pass"}, replace(SETTINGS, time_limit_minutes=5))
    exams = [one for journey in journeys(taken) for one in journey.tries if one.quiz_key == "exam"]
    assert len(exams) > 300
    assert all(one.closed_at is not None and one.closed_at - one.started_at < 300 for one in exams)


def test_the_name_for_the_certificate_is_confirmed_by_whoever_takes_the_exam() -> None:
    for journey in journeys(way({"lessons": "all", "exam": "pass"})):
        assert (journey.named_at is not None) == any(one.quiz_key == "exam" for one in journey.tries)
    assert all(journey.named_at is None for journey in journeys(way({"lessons": "all"}, hours=None)))


def test_more_come_each_year_and_fewer_in_august_and_at_night() -> None:
    until = date(2026, 11, 1)
    arrivals, dice = Arrivals(until), Random(3).random
    moments = [ZERO + timedelta(seconds=arrivals.drawn(dice)) for _ in range(20_000)]
    assert all(ZERO - timedelta(days=DAYS) <= one < ZERO for one in moments)
    years = Counter((ZERO - one).days // 365 for one in moments)
    assert years[0] > 1.3 * years[1]
    months = Counter((one.year, one.month) for one in moments)
    assert months[2026, 8] < months[2026, 7] < months[2026, 10]
    hours = Counter(one.hour for one in moments)
    assert hours[3] < hours[10] / 10
