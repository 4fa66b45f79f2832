"""Two languages, one course: what a translation must have in common with its original.

Every difference is reported at the translation and names the place in the original.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from lms.courseware.model import Block, Prose
from lms.courseware.parsing.bodies import Body
from lms.courseware.parsing.fields import KEY
from lms.courseware.parsing.glossary import Glossary
from lms.courseware.problems import Place
from lms.courseware.questions import Kind, Question


def compare_bodies(original: Body, own: Body, place: Place) -> None:
    """Blocks, questions, pictures and named anchors of a pair, as far as both could be read."""
    have_keys = all(KEY.fullmatch(question.key) for body in (original, own) for question in body.questions)
    if original.is_cut_well and own.is_cut_well and have_keys:
        _compare_segments(original, own, place)
    first = {question.key: question for question in reversed(original.questions)}
    for question in {question.key: question for question in reversed(own.questions)}.values():
        place.name = f"question {question.key}"
        is_faulty = any(place.report.has_error_at(body.path, place.name) for body in (original, own))
        if question.key in first and not is_faulty:
            _compare_questions(first[question.key], question, original.path, place)
    place.name = ""
    _compare_pictures(original, own, place)
    _compare_anchors(original, own, place)


def _label(segment: Block | Question) -> str:
    """A block or question as a person would name it."""
    return f"question | {segment.key}" if isinstance(segment, Question) else f"{segment.name}"


def _compare_segments(original: Body, own: Body, place: Place) -> None:
    """The same blocks and questions in the same order."""
    theirs = [segment for segment in original.segments if not isinstance(segment, Prose)]
    mine = [segment for segment in own.segments if not isinstance(segment, Prose)]
    theirs = [segment for segment in theirs if not (isinstance(segment, Block) and segment.is_only)]
    mine = [segment for segment in mine if not (isinstance(segment, Block) and segment.is_only)]
    missing = Counter(map(_label, theirs)) - Counter(map(_label, mine))
    surplus = Counter(map(_label, mine)) - Counter(map(_label, theirs))
    for segment in reversed(theirs):
        if missing[_label(segment)] > 0:
            missing[_label(segment)] -= 1
            place.error(1, "missing-block", block=_label(segment), other=original.path, line=segment.line)
    for segment in reversed(mine):
        if surplus[_label(segment)] > 0:
            surplus[_label(segment)] -= 1
            place.error(segment.line, "surplus-block", block=_label(segment), other=original.path)
    if Counter(map(_label, mine)) == Counter(map(_label, theirs)):
        for first, second in zip(theirs, mine, strict=True):
            if _label(first) != _label(second):
                place.error(
                    second.line, "order-differs", block=_label(second), expected=_label(first),
                    other=original.path, line=first.line,
                )  # fmt: skip
                break
            if (
                isinstance(first, Block)
                and isinstance(second, Block)
                and first.media != second.media != "" != first.media
            ):
                place.error(
                    second.line, "media-differs", own=second.media, expected=first.media,
                    other=original.path, line=first.line,
                )  # fmt: skip


def _compare_questions(first: Question, own: Question, path: str, place: Place) -> None:
    """The same kind, number and order of options, right answers, blanks and numbers."""
    for what, measure in (("kinds", _kind), *_MEASURES.get(own.kind, ())):
        mine, theirs = measure(own), measure(first)
        if mine != theirs:
            place.error(
                own.line, f"{what}-differ", own=mine, expected=theirs, question=own.key, other=path, line=first.line
            )
            break
    else:
        _compare_options(first, own, path, place)
        _compare_blanks(first, own, path, place)
    if bool(first.unit) != bool(own.unit):
        place.error(own.line, "unit-in-one-language", question=own.key, other=path, line=first.line)
    if first.explanation and not own.explanation:
        place.error(own.line, "explanation-missing", question=own.key, other=path, line=first.line)


def _kind(question: Question) -> str:
    return question.kind.value


def _pattern(question: Question) -> str:
    """Which row goes to which right cell, by position, so that two languages compare."""
    order = [cell.id for cell in question.rights]
    return " ".join(str(order.index(pair.right_id) + 1) for pair in question.pairs if pair.right_id in order)


def _numbers(question: Question) -> str:
    return ", ".join(
        str(interval.low) if interval.low == interval.high else f"{interval.low}..{interval.high}"
        for interval in question.intervals
    )


def _options(question: Question) -> str:
    return str(len(question.options))


_MEASURES: dict[Kind, tuple[tuple[str, Callable[[Question], str]], ...]] = {
    Kind.CHOICE: (("option-counts", _options),),
    Kind.MULTIPLE: (("option-counts", _options),),
    Kind.SURVEY: (("option-counts", _options),),
    Kind.MATCHING: (
        ("row-counts", lambda question: str(len(question.pairs))),
        ("right-cell-counts", lambda question: str(len(question.rights))),
        ("pairs", _pattern),
    ),
    Kind.ORDERING: (("item-counts", lambda question: str(len(question.items))),),
    Kind.NUMERIC: (("numbers", _numbers),),
    Kind.ASSIGNMENT: (("rubrics", lambda question: str(len(question.rubric))),),
}


def _compare_options(first: Question, own: Question, path: str, place: Place) -> None:
    for number, (mine, theirs) in enumerate(zip(own.options, first.options, strict=True), 1):
        if mine.is_right != theirs.is_right:
            place.error(mine.line, "right-answers-differ", number=number, other=path, line=theirs.line)
        if theirs.feedback and not mine.feedback:
            place.error(mine.line, "feedback-missing", number=number, other=path, line=theirs.line)


def _compare_blanks(first: Question, own: Question, path: str, place: Place) -> None:
    """The same blanks: as many, the same names, each typed or a list of as many entries with the same one right."""
    theirs = {blank.id: blank for blank in first.blanks}
    mine = {blank.id: blank for blank in own.blanks}
    if list(mine) != list(theirs) and (set(mine) != set(theirs) or not all(b.is_named for b in own.blanks)):
        place.error(
            own.line, "blanks-differ", question=own.key, own=", ".join(mine), expected=", ".join(theirs),
            other=path, line=first.line,
        )  # fmt: skip
        return
    for name, blank in mine.items():
        rights = [option.is_right for option in blank.options]
        if rights != [option.is_right for option in theirs[name].options]:
            place.error(own.line, "blank-list-differs", name=name, question=own.key, other=path, line=first.line)


def _pictures(body: Body) -> list[tuple[str, int]]:
    blocks = {segment.line for segment in body.segments if isinstance(segment, Block)}
    return [
        (link.target, link.line)
        for link, _ in body.links
        if link.is_picture and not link.is_only and not (link.line in blocks and not link.text)
    ]


def _compare_pictures(original: Body, own: Body, place: Place) -> None:
    """The same pictures, except those that one language has for itself."""
    theirs, mine = _pictures(original), _pictures(own)
    missing = Counter(target for target, _ in theirs) - Counter(target for target, _ in mine)
    surplus = Counter(target for target, _ in mine) - Counter(target for target, _ in theirs)
    for target in missing:
        line = next(line for name, line in theirs if name == target)
        place.error(1, "picture-missing", picture=target, other=original.path, line=line)
    for target in surplus:
        place.error(
            next(line for name, line in mine if name == target), "picture-surplus", picture=target, other=original.path
        )


def _compare_anchors(original: Body, own: Body, place: Place) -> None:
    """The same anchors wherever an author named one."""
    theirs = {anchor: line for anchor, (line, is_named) in original.anchors.items() if is_named}
    mine = {anchor: line for anchor, (line, is_named) in own.anchors.items() if is_named}
    for anchor in theirs.keys() - mine.keys():
        place.error(1, "anchor-missing", anchor=anchor, other=original.path, line=theirs[anchor])
    for anchor in mine.keys() - theirs.keys():
        place.error(mine[anchor], "anchor-surplus", anchor=anchor, other=original.path)


def compare_glossaries(original: Glossary, own: Glossary, place: Place) -> None:
    """The same keys in both."""
    for key in original.terms.keys() - own.terms.keys():
        place.error(1, "term-missing", key=key, other=original.path, line=original.terms[key].line)
    for key in own.terms.keys() - original.terms.keys():
        place.error(own.terms[key].line, "term-surplus", key=key, other=original.path)


def compare_lists(field: str, theirs: Sequence[str], mine: Sequence[str], path: str, line: int, place: Place) -> None:
    """A list in the head (objectives) that both languages give with the same length."""
    if len(theirs) != len(mine):
        place.error(line, "list-lengths-differ", field=field, own=len(mine), expected=len(theirs), other=path)
