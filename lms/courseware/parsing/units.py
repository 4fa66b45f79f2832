"""One text of a course in all its languages: its head, its body, and what a translation must repeat."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from lms.courseware.checks.parity import compare_bodies, compare_lists
from lms.courseware.parsing.bodies import Body, read_body
from lms.courseware.parsing.heads import LessonHead, TranslatedHead, read_head
from lms.courseware.parsing.structure import Role, Unit
from lms.courseware.parsing.text import Source, decode, split_head
from lms.courseware.parsing.yamltext import Tree, read_yaml
from lms.courseware.problems import Place, Report
from lms.courseware.rendering.folding import MAX_CHARACTERS
from lms.courseware.source import Files
from lms.courseware.staleness import difference, is_state, original_state

AnyHead = TypeVar("AnyHead", bound=TranslatedHead)

# Former versions of a file, by its path; used to show what changed under a translation.
Earlier = Callable[[str], Iterable[bytes]]


@dataclass(slots=True)
class Text(Generic[AnyHead]):
    """A file that was read."""

    path: str
    language: str
    head: AnyHead
    tree: Tree | None
    source: Source
    place: Place
    body: Body
    is_head_read: bool  # without a fault

    def line(self, field_name: str) -> int:
        """The line of a field of the head."""
        return self.tree.line((field_name,)) if self.tree else 1


@dataclass(slots=True)
class Reading:
    """What is shared while a course is read."""

    files: Files
    report: Report
    languages: tuple[str, ...]
    earlier: Earlier
    originals: dict[str, str] = field(default_factory=dict)  # path of a translation → of its original
    stale: dict[str, str] = field(default_factory=dict)
    bodies: list[Body] = field(default_factory=list)
    has_unread_head: bool = False  # then a media file that seems unused may be named there


def read_unit(reading: Reading, unit: Unit, model: type[AnyHead]) -> dict[str, Text[AnyHead]]:
    """Read a unit in every language that is there, the original first, and compare each pair."""
    _report_files(reading, unit)
    texts: dict[str, Text[AnyHead]] = {}
    first: Text[AnyHead] | None = None
    for language in reading.languages:
        if language not in unit.paths:
            continue
        text = _read_text(reading, unit, model, language, first)
        texts[language] = text
        reading.bodies.append(text.body)
        if first is None:
            first = text
        else:
            reading.originals[text.path] = first.path
            _compare(reading, unit.role, first, text)
    return texts


def _report_files(reading: Reading, unit: Unit) -> None:
    for language in reading.languages:
        if language not in unit.paths:
            reading.report.error(unit.path(language), 1, "missing-file")
    for language, path in unit.paths.items():
        if language not in reading.languages:
            reading.report.error(path, 1, "undeclared-language", language=language)


def _read_text(
    reading: Reading, unit: Unit, model: type[AnyHead], language: str, first: Text[AnyHead] | None
) -> Text[AnyHead]:
    path = unit.paths[language]
    place = Place(path, reading.report)
    source = split_head(decode(reading.files.contents[path], place), place)
    if not source.has_head:
        place.error(1, "no-head")
    is_there = source.has_head and source.is_closed
    tree = read_yaml(source.head, source.head_line, place) if is_there else None
    faults = reading.report.count
    head = read_head(model, tree, place) if is_there and tree else None
    is_head_read = head is not None and reading.report.count == faults
    if head is None:
        head = model.model_construct(title=_title(tree, unit.key), summary="")
        reading.has_unread_head = True
    originals = {q.key: (q, first.body.heads[q.key]) for q in first.body.questions} if first else {}
    body = read_body(source.body, source.body_line, place, unit.role, language, originals)
    place.name = ""
    if sum(map(len, source.body)) > MAX_CHARACTERS:
        place.error(source.body_line, "text-too-long", limit=MAX_CHARACTERS)
    if unit.role is Role.MODULE and body.segments:
        place.error(body.segments[0].line, "body-not-here")
    if first is None and head.translates is not None:
        place.warn(tree.line(("translates",)) if tree else 1, "original-translates")
    return Text(path, language, head, tree, source, place, body, is_head_read)


def _title(tree: Tree | None, key: str) -> str:
    """A title to go on with when the head is at fault."""
    title = tree.value.get("title") if tree and isinstance(tree.value, dict) else None
    return title if isinstance(title, str) and title.strip() else key


def _compare(reading: Reading, role: Role, first: Text[Any], own: Text[Any]) -> None:
    """A translation beside its original."""
    if first.is_head_read and own.is_head_read:
        _compare_heads(role, first, own)
    if first.source.is_closed and own.source.is_closed:
        compare_bodies(first.body, own.body, own.place)
    own.place.name = ""
    if first.is_head_read and first.source.is_closed:
        _compare_state(reading, first, own)


def _compare_heads(role: Role, first: Text[Any], own: Text[Any]) -> None:
    """What the head of a translation must repeat, and what it must not; a quiz's settings are compared when all
    quizzes are read.
    """
    place = own.place
    for name in ("minutes", "audio") if role is Role.LESSON else ():
        if name in own.head.model_fields_set and getattr(own.head, name) != getattr(first.head, name):
            place.error(own.line(name), "repeated-differs", field=name)
    if hasattr(own.head, "objectives"):
        theirs, mine = first.head.objectives, own.head.objectives
        compare_lists("objectives", theirs, mine, first.path, own.line("objectives"), place)
    if isinstance(own.head, LessonHead) and _names(own.head) != _names(first.head):
        place.error(
            own.line("downloads"), "downloads-differ",
            own=", ".join(own.head.downloads), expected=", ".join(first.head.downloads), other=first.path,
        )  # fmt: skip


def _names(head: LessonHead) -> set[str]:
    """The files to take away, also those whose `media/` is missing, which is told elsewhere."""
    return {name.removeprefix("media/") for name in head.downloads}


def _compare_state(reading: Reading, first: Text[Any], own: Text[Any]) -> None:
    """Whether the original has moved on since the translation recorded it."""
    recorded = own.head.translates
    if recorded is None:
        return
    line = own.line("translates")
    original = reading.files.contents[first.path]
    if not is_state(recorded):
        if own.place.report.has_code_at(own.path, line, "yaml-ambiguous"):
            return
        own.place.error(line, "bad-state", value=recorded[:80])
    elif recorded != original_state(original):
        reading.stale[own.path] = first.path
        changed = difference(recorded, original, reading.earlier(first.path))
        if changed:
            own.place.warn(line, "stale-since", other=first.path, difference=changed)
        else:
            own.place.warn(line, "stale", other=first.path)


def effective(texts: Mapping[str, Text[AnyHead]], name: str) -> Any:
    """A field that stands in the original only."""
    return getattr(next(iter(texts.values())).head, name)
