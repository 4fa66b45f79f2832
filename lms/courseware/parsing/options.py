"""What stands in one line of an answer block: an option and its feedback, a table's cells, a number."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from lms.courseware.parsing.answers import Answer
from lms.courseware.parsing.text import masked
from lms.courseware.problems import Place
from lms.courseware.questions import Interval

_NOT_PLAIN = re.compile(r"[ ]*(?:[-*+] |\d{1,9}[.)] |\||`{3,}|~{3,}|#{1,6} |\[\^[^\]]+\]:)")
_NUMBER = r"[-+]?(?:\d{1,15}(?:\.\d{1,10})?|\.\d{1,10})"
_TOLERANCE = re.compile(rf"({_NUMBER})\s*(?:(?:±|\+-|\+/-)\s*({_NUMBER}))?$")
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})$")


def id_of(text: str) -> str:
    """An option's id: the first 8 hex digits of the SHA-256 of its text (NFC, spaces collapsed)."""
    collapsed = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(collapsed.encode()).hexdigest()[:8]


def read_option(first: str, answer: Answer, place: Place, may_explain: bool) -> tuple[str, str]:
    """An option's paragraph and its feedback. `first` is the text behind its marker.

    More than one paragraph and one quote, and anything a paragraph cannot hold, is reported.
    """
    paragraph, feedback, fault = _paragraph_and_quote(answer)
    if fault:
        place.error(*fault)
    if feedback and not may_explain:
        place.error(answer.line + 1, "no-feedback-here")
    text = "\n".join([first, *paragraph]).strip()
    if not text:
        place.error(answer.line, "empty-option")
    if _NOT_PLAIN.match(first + " "):
        place.error(answer.line, "option-not-plain")
    return text, "\n".join(feedback).strip()


def _paragraph_and_quote(answer: Answer) -> tuple[list[str], list[str], tuple[int, str] | None]:
    """The lines that go on an option's paragraph, those of its quote, and the first thing that is neither."""
    paragraph: list[str] = []
    feedback: list[str] = []
    fault: tuple[int, str] | None = None
    state = "text"  # text → gap (a blank line after it) → feedback → closed
    for where, raw in enumerate(answer.continued, answer.line + 1):
        line = raw.strip()
        if not line:
            state = {"text": "gap", "feedback": "closed"}.get(state, state)
        elif line.startswith(">") and state != "closed":
            state = "feedback"
            feedback.append(line[1:].removeprefix(" "))
        elif line.startswith(">"):
            fault = fault or (where, "option-second-feedback")
        elif _NOT_PLAIN.match(line):
            fault = fault or (where, "option-not-plain")
        elif state == "text":
            paragraph.append(line)
        else:
            fault = fault or (where, "option-second-paragraph")
    return paragraph, feedback, fault


def cells_of(row: str) -> list[str]:
    """The cells of a table's row; `\\|` and a bar inside backticks belong to their cell."""
    row = row.strip()
    clear = masked([row])[0]
    ends = [index for index, character in enumerate(clear) if character == "|"]
    cells = [row[start + 1 : end] for start, end in zip([-1, *ends], [*ends, len(row)], strict=True)]
    if row.startswith("|"):
        cells = cells[1:]
    if len(cells) > 1 and clear.endswith("|"):
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def read_interval(text: str) -> Interval | None:
    """The numbers that `138`, `138 ± 2`, `138 +- 2` or `130..140` accepts; None when it is no number."""
    text = text.strip().replace("−", "-")
    if span := _RANGE.match(text):
        low, high = Fraction(span.group(1)), Fraction(span.group(2))
        return Interval(low, high) if low <= high else None
    if match := _TOLERANCE.match(text):
        middle, around = Fraction(match.group(1)), abs(Fraction(match.group(2) or 0))
        return Interval(middle - around, middle + around)
    return None


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file, hex: its name in the store and in addresses."""
    return hashlib.sha256(data).hexdigest()


def repeated(texts: Sequence[str]) -> int | None:
    """The index of the first text that equals an earlier one (as ids compare them), or None."""
    seen: set[str] = set()
    for index, text in enumerate(texts):
        if id_of(text) in seen:
            return index
        seen.add(id_of(text))
    return None
