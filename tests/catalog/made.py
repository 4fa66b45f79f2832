"""Compiled values made by hand, for tests of rules that read them."""

from typing import Any

from lms.courseware.compiled import (
    CompiledLesson,
    CompiledOption,
    CompiledQuestion,
    CompiledSegment,
    Outline,
    OutlineItem,
    OutlineModule,
)


def an_item(key: str, kind: str = "lesson", minutes: int = 6, kilobytes: int = 10) -> OutlineItem:
    return OutlineItem(kind, key, key.title(), "", minutes, kilobytes)


def a_module(key: str, *items: OutlineItem, number: int = 1) -> OutlineModule:
    return OutlineModule(key, number, key.title(), "", (), items)


def an_outline(slug: str = "course", *modules: OutlineModule, **changes: Any) -> Outline:
    values: dict[str, Any] = {
        "slug": slug, "language": "en", "languages": ("fr", "en"), "title": slug.title(), "summary": "", "audience": "",
        "objectives": (), "description_html": "", "institution": "Palabre", "institution_slug": "palabre",
        "level": "introductory", "licence": "CC-BY-4.0", "authors": (), "source": None, "topics": (),
        "access": "open", "opens": None, "closes": None, "required": (), "advised": (), "completion": {},
        "exam_pass_percent": None, "certificate_hours": None, "certificate_valid_months": None, "modules": modules,
        "final": (), "terms": (), "minutes": 0, "kilobytes": 0,
    }  # fmt: skip
    return Outline(**(values | changes))


def a_question(key: str = "who", kind: str = "choice") -> CompiledQuestion:
    options = (CompiledOption("1", "One", "One", True, ""), CompiledOption("2", "Two", "Two", False, ""))
    return CompiledQuestion(
        key=key, kind=kind, prompt_html="<p>Who?</p>", label="Who?", explanation_html="", points="1", is_exact=False,
        is_shuffled=None, is_sorting=False, unit="", options=options, left_label="", right_label="", lefts=(),
        rights=(), right_of={}, items=(), intervals=(), accepted=(), shown="", blanks=(), rubric=(), assessed_by="",
    )  # fmt: skip


def prose(html: str) -> CompiledSegment:
    return CompiledSegment("prose", "", html, None, None)


def asking(question: CompiledQuestion) -> CompiledSegment:
    return CompiledSegment("question", "", "", None, question)


def a_lesson(*segments: CompiledSegment) -> CompiledLesson:
    return CompiledLesson(
        key="giving", title="Giving", summary="", objectives=(), minutes=6, audio=None, downloads=(), segments=segments,
        notes_html="", terms=(), plain="", picture_bytes=0,
    )  # fmt: skip
