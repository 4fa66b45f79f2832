"""French grammar and typography of the courses after Grammalecte, as their pages set them."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from lms.courseware.rendering.typography import typeset
from tests.browser import not_run
from tests.guards.readings import of, shipped

pytestmark = pytest.mark.slow
# What it tells of numbers in full, capitals of initials and superscripts is a matter of taste.
OFF = ("html", "latex", "num")
NO_FAULT = re.compile(r"typo_ordinaux|typo_points_suspension|maj_code|majuscule_début_paragraphe")
# Another language is cut out of a line, and a cell of a table is read by itself.
CUT = re.compile(r"\s·\s|…,|;\s…|(?<=,)\s…")


def passages(path: str, text: str) -> list[tuple[str, str]]:
    """What a line says, piece by piece, with its place."""
    return [(path, piece.strip(" ,;\u202f")) for piece in CUT.split(typeset(text, "fr")) if re.search(r"\w", piece)]


def accepted() -> set[str]:
    """Findings that are none: the rule, then what it told of."""
    lines = (Path(__file__).parent / "grammar.fr.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def findings(texts: Sequence[tuple[str, str]], folder: Path) -> list[tuple[str, str]]:
    """What Grammalecte has against these texts: the place with its message, and the rule with what it tells of."""
    program = shutil.which("grammalecte-cli")
    if program is None:
        not_run("Grammalecte")
    sent = folder / "texts.txt"
    sent.write_text("\n".join(text for _, text in texts) + "\n", "utf-8")
    command = [str(program), "-f", str(sent), "-j", "-owe", "-on", "typo", "-off", *OFF]
    done = subprocess.run(command, text=True, capture_output=True, check=True, timeout=300)
    found = []
    for paragraph in json.loads(done.stdout)["data"]:
        place, text = texts[paragraph["iParagraph"] - 1]
        for error in paragraph["lGrammarErrors"]:
            rule = error["sRuleId"].partition("__b")[0].rpartition("__")[2] or error["sRuleId"]
            told = text[error["nStart"] : error["nEnd"]].strip()
            around = text[max(0, error["nStart"] - 30) : error["nEnd"] + 20]
            if not NO_FAULT.search(error["sRuleId"]):
                found.append((f"{place}: {error['sMessage']} | {around}", f"{rule}: {told}"))
    return found


def test_the_courses_are_written_without_faults_of_grammar(root: Path, tmp_path: Path) -> None:
    texts = [
        piece
        for path, language, lines in shipped(root)
        if language == "fr"
        for line in lines
        for piece in passages(f"{path}:{line.number}", line.text)
    ]
    found = findings(texts, tmp_path)
    known = accepted()
    assert [f"{told} | {key}" for told, key in found if key not in known] == []
    assert known - {key for _, key in found} == set(), "accepted, and no longer told"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Les femmes est venues au atelier.", "est"),
        ("Elle a payer les soirées.", "payer"),
        ("Deux garçon portent des caisses.", "garçon"),
        ("Il faut que il vienne.", "que"),
    ],
)
def test_planted_faults_are_found(text: str, told: str, tmp_path: Path) -> None:
    lines = [piece for line in of(text, "fr") for piece in passages(f"a.fr.md:{line.number}", line.text)]
    found = findings(lines, tmp_path)
    assert any(told in key for _, key in found), found
    assert all(place.startswith("a.fr.md:1:") for place, _ in found)
