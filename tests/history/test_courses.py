"""A course that was well written once is read for ever, and means what it meant: the format only grows."""

import json
from pathlib import Path

import pytest

from tests.history.courses import HERE, meaning, read_kept

KEPT = sorted(path.stem for path in Path(HERE).glob("*.zip"))


def test_there_are_some() -> None:
    assert "2026" in KEPT


@pytest.mark.parametrize("name", KEPT)
def test_a_course_of_the_past_is_still_right_and_means_the_same(name: str) -> None:
    course, problems = read_kept(name)
    assert problems == []
    assert meaning(course) == json.loads((HERE / f"{name}.json").read_text("utf-8"))
