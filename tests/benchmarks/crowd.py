"""What learners at work cost a server: a lesson, a whole attempt at a quiz, a course completed with its certificate."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.benchmarks.learners import Learner, filled_form
from tests.benchmarks.load import processor_seconds
from tests.benchmarks.taken import LESSON, QUIZZES

AT_ONCE = 8  # learners


@dataclass(frozen=True, slots=True)
class Work:
    """What one piece of work cost, and how many were done in a second."""

    requests: float
    processor_ms: float
    per_second: float


def measured(pid: int, site: str, course: str, cookies: Sequence[str], seconds: float) -> Iterator[tuple[str, Work]]:
    """Whole attempts, by how many questions a page shows ("one", "all"), then certificates ("certificate")."""
    for page, quiz in QUIZZES.items():
        address = f"/en/courses/{course}/quizzes/{quiz}"
        yield page, _attempts(pid, site, cookies[:AT_ONCE], seconds, address)
    yield "certificate", _certificates(pid, site, course, cookies)


def _certificates(pid: int, site: str, course: str, cookies: Sequence[str]) -> Work:
    """Courses completed by their last lesson, each by another learner: what counts is the form that issues."""
    address = f"/en/courses/{course}/lessons/{LESSON}"
    learners = [Learner(site, cookie) for cookie in cookies]
    forms = [filled_form(learner.get(address).text, address) for learner in learners]

    def finish(number: int) -> None:
        learners[number].post(*forms[number])

    before, started = processor_seconds(pid), time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(finish, range(len(learners))))
    elapsed, used = time.monotonic() - started, processor_seconds(pid) - before
    for learner in learners:
        if "/certificates/" not in learner.get(f"/en/courses/{course}").text:
            raise RuntimeError("no certificate")
        learner.close()
    return Work(1, 1000 * used / len(learners), len(learners) / elapsed)


def _attempts(pid: int, site: str, cookies: Sequence[str], seconds: float, quiz: str) -> Work:
    """One attempt after the other, by each of these learners at once, for at least some seconds."""
    end = time.monotonic() + seconds

    def work(cookie: str) -> tuple[int, int]:
        learner, done = Learner(site, cookie), 0
        while not done or time.monotonic() < end:
            learner.take(quiz)
            done += 1
        learner.close()
        return done, learner.requests

    before, started = processor_seconds(pid), time.monotonic()
    with ThreadPoolExecutor(len(cookies)) as pool:
        counts = list(pool.map(work, cookies))
    elapsed, used = time.monotonic() - started, processor_seconds(pid) - before
    done, requests = (sum(column) for column in zip(*counts, strict=True))
    return Work(requests / done, 1000 * used / done, done / elapsed)
