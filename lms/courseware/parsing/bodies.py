"""The body of a lesson, quiz or project as segments, with all that its prose refers to."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lms.courseware.model import Block, BlockName, Prose, Segment
from lms.courseware.parsing.blocks import QUESTION, Piece, split_blocks
from lms.courseware.parsing.heads import QuestionHead
from lms.courseware.parsing.inline import Findings, Link, read_inline
from lms.courseware.parsing.questions import read_question
from lms.courseware.parsing.structure import Role
from lms.courseware.problems import Place
from lms.courseware.questions import Kind, Question

MAX_QUESTIONS = (500, 30)  # of a quiz, and of a lesson, which shows them all on one page
# Ids that a page uses for its own parts; a heading may not take them.
_RESERVED = re.compile(r"main|(?:note|ref)-\d+|(?:term|question)-.*")
_AUDIO = re.compile(r"media/(?P<name>[^\s{]+)(?:\s*\{\s*(?P<only>\.only)\s*\})?")
_BLOCK_NAMES = frozenset(name.value for name in BlockName)
_BLOCKS_IN_A_QUIZ = frozenset({BlockName.CASE})

Questions = Mapping[str, tuple[Question, QuestionHead]]


@dataclass(slots=True)
class Body:
    """What was read in one file's body."""

    path: str
    language: str
    segments: tuple[Segment, ...] = ()
    heads: dict[str, QuestionHead] = field(default_factory=dict)
    links: list[tuple[Link, str]] = field(default_factory=list)  # with the place each stands in
    anchors: dict[str, tuple[int, bool]] = field(default_factory=dict)  # → line, whether the author named it
    words: int = 0
    is_cut_well: bool = True  # every `///` marker is in its place

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in order."""
        return tuple(segment for segment in self.segments if isinstance(segment, Question))


def read_body(
    lines: Sequence[str], first_line: int, place: Place, role: Role, language: str, originals: Questions
) -> Body:
    """Read a body. `originals` are the questions of the original when this is its translation."""
    body = Body(place.path, language)
    segments: list[Segment] = []
    notes: list[Findings] = []
    headings = blocks = 0
    pieces, body.is_cut_well = split_blocks(lines, first_line, place)
    for piece in pieces:
        if piece.name == QUESTION:
            place.name = f"question {piece.title}"
            question, head = read_question(piece.title, piece.lines, piece.line, place, originals.get(piece.title))
            body.heads[question.key] = head
            segments.append(question)
            found = _read_question_text(piece, place)
            _check_role(question, role, place)
        elif piece.name in _BLOCK_NAMES:
            blocks += 1
            place.name = f"block {blocks}"
            segments.append(_block(piece, role, place, body))
            found = read_inline(piece.lines, piece.line + 1)
        else:
            place.name = ""
            segments.append(Prose("\n".join(piece.lines), piece.line))
            found = read_inline(piece.lines, piece.line + (1 if piece.name else 0))
        at_heading = {heading.line: f"heading {n}" for n, heading in enumerate(found.headings, headings + 1)}
        headings = _check_headings(found, body, place, headings)
        of_piece = place.name
        for line, tag in found.raw_html:
            place.name = of_piece or at_heading.get(line, "")
            place.error(line, "raw-html", tag=tag)
        place.name = of_piece
        for line in found.failed_links:
            place.warn(line, "link-like-text")
        for line in found.failed_headings:
            place.warn(line, "heading-like-text")
        for line, mark in found.attributes:
            place.error(line, "unknown-attribute", mark=mark)
        for line, mark in found.idle_attributes:
            place.warn(line, "idle-attribute", mark=mark)
        body.links += [(link, place.name or at_heading.get(link.line, "")) for link in found.links]
        body.words += found.words
        notes.append(found)
    place.name = ""
    limit = MAX_QUESTIONS[role is Role.LESSON]
    count = sum(isinstance(segment, Question) for segment in segments)
    if count > limit:
        place.error(first_line, "too-many-questions", count=count, limit=limit)
    _check_notes(notes, place)
    body.segments = tuple(segments)
    return body


def _read_question_text(piece: Piece, place: Place) -> Findings:
    """What a question's text refers to: everything but its settings; no footnote may stand there."""
    start = 0
    while start < len(piece.lines) and piece.lines[start].startswith("    ") and piece.lines[start].strip():
        start += 1
    found = read_inline(piece.lines[start:], piece.line + 1 + start)
    for line, _ in (*found.notes, *found.note_definitions):
        place.error(line, "note-in-question")
    found.notes, found.note_definitions = [], []
    return found


def _block(piece: Piece, role: Role, place: Place, body: Body) -> Block:
    """A block that is no question, with what its kind asks for."""
    name = BlockName(piece.name)
    text = "\n".join(piece.lines)
    if role is not Role.LESSON and not (role in (Role.QUIZ, Role.EXAM) and name in _BLOCKS_IN_A_QUIZ):
        place.error(piece.line, "block-not-here", name=name)
    if name in (BlockName.CASE, BlockName.TRY) and not piece.title:
        place.error(piece.line, "block-needs-title", name=name)
    if not text.strip():
        code = "audio-needs-transcript" if name is BlockName.AUDIO else "block-empty"
        place.error(piece.line, code, **({} if name is BlockName.AUDIO else {"name": name}))
    if name is not BlockName.AUDIO:
        return Block(name, piece.title, text, piece.line)
    match = _AUDIO.fullmatch(piece.title)
    if not match:
        place.error(piece.line, "audio-needs-media")
        return Block(name, "", text, piece.line)
    link = Link(piece.line, f"media/{match['name']}", "", True, bool(match["only"]), is_recording=True)
    body.links.append((link, place.name))
    return Block(name, "", text, piece.line, match["name"], bool(match["only"]))


def _check_role(question: Question, role: Role, place: Place) -> None:
    """Which kinds may stand where."""
    if role in (Role.QUIZ, Role.EXAM) and not question.is_scored and question.kind is not Kind.SURVEY:
        place.error(question.line, "kind-not-in-quiz", kind=question.kind)
    if role in (Role.COURSE, Role.MODULE):
        place.error(question.line, "block-not-here", name=QUESTION)
    if role is Role.PROJECT and question.kind is not Kind.ASSIGNMENT:
        place.error(question.line, "project-needs-assignment")


def _check_headings(found: Findings, body: Body, place: Place, count: int) -> int:
    block = place.name
    for heading in found.headings:
        count += 1
        place.name = block or f"heading {count}"
        if heading.level == 1:
            place.error(heading.line, "heading-level-one")
        if not heading.anchor:
            place.error(heading.line, "heading-empty")
        elif _RESERVED.fullmatch(heading.anchor):
            place.error(heading.line, "anchor-reserved", anchor=heading.anchor)
        elif heading.is_named and not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", heading.anchor):
            place.error(heading.line, "bad-anchor", anchor=heading.anchor)
        elif heading.anchor in body.anchors:
            other = body.anchors[heading.anchor][0]
            place.error(heading.line, "anchor-twice", anchor=heading.anchor, other=other)
        body.anchors.setdefault(heading.anchor, (heading.line, heading.is_named))
    place.name = block
    return count


def _check_notes(findings: Collection[Findings], place: Place) -> None:
    """Footnotes of the whole file: each reference has its note, each note is referred to once defined."""
    defined: dict[str, int] = {}
    used: set[str] = set()
    for found in findings:
        for line, name in found.note_definitions:
            if name in defined:
                place.error(line, "note-twice", name=name, other=defined[name])
            defined.setdefault(name, line)
        used.update(name for _, name in found.notes)
    for found in findings:
        for line, name in found.notes:
            if name not in defined:
                place.error(line, "note-missing", name=name)
    for name, line in defined.items():
        if name not in used:
            place.warn(line, "note-unused", name=name)
