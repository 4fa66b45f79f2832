"""Every problem a check can find has a sentence."""

import re
import string
from pathlib import Path

import pytest

from lms.courseware.codes import CODES
from lms.courseware.problems import Problem
from lms.publishing.sentences import unsafe
from lms.publishing.wording import SENTENCES, sentence

UNSAFE = set(unsafe.SENTENCES)


class Noting(dict[str, str]):
    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return "…"


def test_there_is_a_sentence_for_every_code_and_no_other() -> None:
    assert SENTENCES.keys() == CODES.keys()


def test_the_sentences_about_zips_and_drawings_are_of_codes_that_the_readers_give(root: Path) -> None:
    given = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "lms/courseware").glob("*.py")))
    assert {code for code in UNSAFE if f'"{code}"' not in given} == set()
    assert set(re.findall(r'"((?:zip|svg)-[a-z0-9-]+)"', given)) == UNSAFE


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_uses_only_the_values_that_its_code_has(code: str) -> None:
    values = Noting()
    assert SENTENCES[code] % values
    assert values.asked <= set(CODES[code])


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_a_clause_that_fits_behind_error_and_a_colon(code: str) -> None:
    text = SENTENCES[code]
    assert not text.endswith((".", " "))
    assert text[0] not in string.ascii_uppercase


def test_a_problem_is_told_with_its_values() -> None:
    problem = Problem("course.yml", 3, "unknown-topic-meant", (("meant", "standards"), ("slug", "standard")))
    assert "standard" in sentence(problem)
    assert "100 %" in sentence(Problem("a", 1, "raw-html", (("tag", "<p 100 %>"),)))
