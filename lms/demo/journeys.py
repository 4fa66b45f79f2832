"""What a learner does in a course, step by step, until they complete it, stop or time has run out.

They go through it in its order. After each step some stay away; those who fail try again, as often as the quiz lets
them; some go on without having passed, and complete nothing that asks for it. Moments are seconds before the end of
the time that is told of, negative.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lms.courseware.compiled import CompiledSettings, Outline, OutlineItem
from lms.demo.shares import Dice, between

HOUR_S = 3600
_DAY_S = 86_400
_NEVER_STARTS = 0.13
_GOES_ON_UNPASSED = 0.25
_LEAVES_OPEN = 0.02
_ENDS = 0.015  # of those who stop, leaves the course with a word


@dataclass(frozen=True, slots=True)
class Way:
    """A course as learners go through it. `needed`: the keys of what its rule asks for; none: nobody completes it."""

    outline: Outline
    release_id: int
    needed: frozenset[str]
    settings: Mapping[str, CompiledSettings]  # of its quizzes, by key


class Try(NamedTuple):
    """A go at a quiz; `closed_at` None: left open. `lot` says which of the papers at hand it is."""

    quiz_key: str
    number: int
    started_at: int
    closed_at: int | None
    has_passed: bool
    lot: float


@dataclass(slots=True)
class Journey:
    """What somebody did in a course."""

    enrolled_at: int
    started_at: int | None = None
    active_at: int | None = None
    completed_at: int | None = None
    named_at: int | None = None  # when they confirmed the name for the certificate
    ended_at: int | None = None
    lessons: list[tuple[str, int]] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)


class _Walk:
    """A journey in the making."""

    def __init__(self, way: Way, enrolled_at: int, dice: Dice) -> None:
        self.way, self.dice = way, dice
        self.journey = Journey(enrolled_at)
        self.left = set(way.needed)
        self.at = enrolled_at
        self.talent = 0.35 + 0.6 * dice()

    def passes(self, low: float, high: float) -> bool:
        """Let time pass between two moments of it; False: that leads beyond the end."""
        self.at += int(between(low, high, self.dice))
        return self.at < 0

    def did(self, key: str) -> None:
        """Note that something was done just now, and that the course is complete if it was the last thing asked for."""
        self.acts()
        if self.left:
            self.left.discard(key)
            if not self.left:
                self.journey.completed_at = self.at

    def acts(self) -> None:
        """Note a sign of life."""
        self.journey.started_at = self.at if self.journey.started_at is None else self.journey.started_at
        self.journey.active_at = self.at


def walk(way: Way, enrolled_at: int, dice: Dice) -> Journey:
    """The journey of somebody through a course."""
    walked = _Walk(way, enrolled_at, dice)
    stays = 0.72 + 0.27 * dice()  # how likely they are to go on after each step
    if dice() < _NEVER_STARTS:
        return walked.journey
    for item in way.outline.items:
        pause = (60, 900) if dice() < 0.75 else (_DAY_S / 4, 9 * _DAY_S)
        if not walked.passes(*pause) or not _does(walked, item):
            break
        if walked.journey.completed_at is None and dice() > stays:
            if dice() < _ENDS and walked.passes(60, 5 * _DAY_S):
                walked.journey.ended_at = walked.at
            break
    else:
        _name(walked)
    return walked.journey


def _name(walked: _Walk) -> None:
    """Where no exam asked for it, the name is confirmed after the course."""
    gives = walked.way.outline.certificate_hours is not None and walked.journey.completed_at is not None
    if gives and walked.journey.named_at is None and walked.dice() < 0.85 and walked.passes(30, 600):
        walked.acts()
        walked.journey.named_at = walked.at


def _does(walked: _Walk, item: OutlineItem) -> bool:
    """Do one thing of the course; False: the learner does nothing more."""
    if item.kind == "lesson":
        if not walked.passes(item.minutes * 30, item.minutes * 150 + 60):
            return False
        walked.journey.lessons.append((item.key, walked.at))
        walked.did(item.key)
        return True
    settings = walked.way.settings.get(item.key)
    return settings is not None and _tries(walked, item, settings)  # a project waits for somebody to assess it


def _tries(walked: _Walk, item: OutlineItem, settings: CompiledSettings) -> bool:
    """Take a quiz, again and again where it is not passed."""
    most = settings.attempts if settings.attempts is not None and settings.per_hours is None else 6
    for number in range(1, most + 1):
        started_at = walked.at
        walked.acts()
        if item.kind == "exam" and walked.way.outline.certificate_hours is not None:
            walked.journey.named_at = started_at  # the first page of the exam asks for it, each time
        has_passed = settings.pass_percent is None or walked.dice() < min(0.97, walked.talent + 0.12 * number)
        limit = (settings.time_limit_minutes or 60) * 60
        is_ended = walked.passes(min(180, limit / 3), min(item.questions * 110 + 120, limit - 1))
        # One with a time limit would be closed by now.
        if not is_ended or (settings.time_limit_minutes is None and walked.dice() < _LEAVES_OPEN):
            if settings.time_limit_minutes is None:
                walked.journey.tries.append(Try(item.key, number, started_at, None, False, walked.dice()))
            return False
        walked.journey.tries.append(Try(item.key, number, started_at, walked.at, has_passed, walked.dice()))
        if has_passed:
            walked.did(item.key)
            return True
        walked.acts()
        if walked.dice() < 0.2 or not _waits(walked, settings):
            break
    return walked.dice() < _GOES_ON_UNPASSED


def _waits(walked: _Walk, settings: CompiledSettings) -> bool:
    """Let as much time pass before the next try as keeps any window from holding more than it may."""
    least = 0.0
    if settings.per_hours is not None and settings.attempts:
        least = settings.per_hours * HOUR_S / settings.attempts + 1
    return walked.passes(least + 120, least + 4 * HOUR_S)
