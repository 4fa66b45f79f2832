"""What docs/operators tells people to copy and type is there, in both languages."""

import re
from pathlib import Path

import pytest

from lms.config import ROOT

DOCS = ROOT / "docs" / "operators"
PAIRS = list(zip(sorted((DOCS / "fr").glob("*.md")), sorted((DOCS / "en").glob("*.md")), strict=True))


def typed(page: Path) -> list[str]:
    """The commands of a page, without what explains them and without names that each language chooses."""
    fences = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    lines = [line.partition("  #")[0].rstrip() for fence in fences for line in fence.splitlines()]
    return [re.sub(r"<[^>]*>|FICHIER|FILE|ailleurs|elsewhere", "…", line) for line in lines]


@pytest.mark.parametrize(("french", "english"), PAIRS, ids=[french.stem for french, _english in PAIRS])
def test_both_languages_type_the_same(french: Path, english: Path) -> None:
    assert french.name[0] == english.name[0]
    assert typed(french) == typed(english)
    for mark in ("^#+ ", "^\\|", "^\\d\\. "):
        counts = [len(re.findall(mark, page.read_text(encoding="utf-8"), re.M)) for page in (french, english)]
        assert counts[0] == counts[1], mark


def test_every_file_that_is_copied_is_there() -> None:
    named = set()
    for page in DOCS.rglob("*.md"):
        named |= set(re.findall(r"docs/operators/files/([\w@.*-]+)", page.read_text(encoding="utf-8")))
    assert len(named) >= 5
    for name in named:
        assert list((DOCS / "files").glob(name)), name


def test_every_figure_that_is_alarmed_on_is_given() -> None:
    rules = (DOCS / "files" / "palabre-rules.yml").read_text(encoding="utf-8")
    asked = {re.sub(r"_bucket$", "", name) for name in re.findall(r"\bpalabre_\w+", rules)}
    source = "".join(
        Path(ROOT / "lms" / "operation" / name).read_text(encoding="utf-8") for name in ("views.py", "exposition.py")
    )
    assert asked
    assert {name for name in asked if f'"{name}"' not in source} == set()
