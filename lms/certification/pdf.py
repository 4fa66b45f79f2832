"""A certificate's PDF: tagged, for paper and for archives (PDF/UA-1, PDF/A-2a), the same bytes for the same facts."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from lms.certification import drawings
from lms.certification.certificate import Facts
from lms.certification.glyphs import FONTS
from lms.certification.sheet import sheet
from lms.certification.wording import Words

SHEET = Path(__file__).parent / "sheet"
_of_this_thread = threading.local()


def render(facts: Facts, number: str, words: Mapping[str, Words]) -> bytes:
    """The file: one A4 landscape page per language of the course, the learner's first."""
    drawn = {"cloth": drawings.cloth(facts.cloth), "code": drawings.code(facts.check_address(number))}
    try:
        return _compiled(facts, {"sheet": _json(sheet(facts, number, words)), **drawn})
    except typst.TypstError:
        # A mark on a letter of another script, say: nobody goes without a certificate for that.
        return _compiled(facts, {"sheet": _json(sheet(facts, number, words, is_plain=True)), **drawn})


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _compiled(facts: Facts, inputs: dict[str, str]) -> bytes:
    issued = datetime.combine(facts.issued_on, datetime.min.time(), UTC)
    made = _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=issued)
    assert isinstance(made, bytes)  # a list for pictures, nothing for a file
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts that are shipped, and no other: a certificate looks the same from every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _compiler() -> typst.Compiler:
    """A compiler cannot be borrowed: each thread has its own."""
    found = getattr(_of_this_thread, "compiler", None)
    if found is None:
        found = typst.Compiler(str(SHEET / "sheet.typ"), root=str(SHEET), font_paths=_fonts(), ignore_system_fonts=True)
        _of_this_thread.compiler = found
    return found
