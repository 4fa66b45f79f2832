"""A question from its lines: its kind, its settings, and whether it can be answered.

A translation is read beside its original: settings come from the original, and so do the ids, by position.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from lms.courseware.parsing.answers import EQUALS, NUMBERED, SURVEY, TASK, Parts, Shape, split_question
from lms.courseware.parsing.blanks import has_blanks, read_blanks
from lms.courseware.parsing.fields import KEY
from lms.courseware.parsing.heads import CriterionHead, QuestionHead, read_head
from lms.courseware.parsing.options import cells_of, id_of, read_interval, read_option, repeated
from lms.courseware.parsing.yamltext import Tree, read_yaml
from lms.courseware.problems import Place, Report
from lms.courseware.questions import Cell, Criterion, Kind, Option, Pair, Question

MAX_OPTIONS = 20
_KINDS_OF = {
    Shape.TASKS: (Kind.CHOICE, Kind.MULTIPLE),
    Shape.SURVEY: (Kind.SURVEY,),
    Shape.NUMBERED: (Kind.ORDERING,),
    Shape.EQUALS: (Kind.NUMERIC, Kind.SHORT),
    Shape.TABLE: (Kind.MATCHING,),
    Shape.LINE: (Kind.REFLECTION,),
    None: (Kind.BLANKS, Kind.ASSIGNMENT),
}
# What the original alone states; a translation leaves it out or repeats it.
_IN_THE_ORIGINAL = ("points", "type", "scoring", "shuffle", "facts", "lesson", "assessed_by")
_LIKE_A_TICK = re.compile(r"[-*+]\s*(?:\[\s*[xX]?\s*\]|\(\s*\))")
_LIKE_A_NUMBER = re.compile(r"[-+−±\d]")
_LIKE_A_SETTING = re.compile(rf"\s*(?:{'|'.join(QuestionHead.model_fields)})\s*:(?:\s|$)")
_EXACT = (Kind.MULTIPLE, Kind.ORDERING)


def read_question(
    key: str, lines: Sequence[str], line: int, place: Place, original: tuple[Question, QuestionHead] | None
) -> tuple[Question, QuestionHead]:
    """Read a question whose opener stands at `line`. What is wrong is reported; what could be read comes back."""
    faults = place.report.count
    parts = split_question(lines, line + 1, place)
    # Where the lines could not be told apart, counting what is left of them would only make noise.
    of_answers = Place("", Report()) if place.report.count > faults else place
    if not KEY.fullmatch(key):
        place.error(line, "bad-key" if key else "question-without-key", **({"key": key} if key else {}))
    before = place.report.count
    head = _settings(parts, place, original)
    # A setting that could not be read says nothing of the kind.
    of_kind = Place("", Report()) if place.report.count > before else place
    if not any(text.strip() for text in parts.prompt):
        place.error(line, "empty-prompt")
    elif _LIKE_A_SETTING.match(parts.prompt[0]):
        place.error(parts.prompt_line, "setting-in-text")
    kind = _kind(parts, head, line, of_kind)
    question = Question(
        key,
        kind,
        line,
        "\n".join(parts.prompt).strip("\n"),
        "\n".join(parts.explanation).strip(),
        Fraction(head.points),
        is_exact=head.scoring == "exact",
        is_shuffled=head.shuffle,
        unit=head.unit,
        facts=head.facts,
        lesson=head.lesson or "",
        assessed_by=head.assessed_by or "",
        rubric=tuple(Criterion(Fraction(line.points), line.text) for line in head.rubric),
    )
    question = _READERS.get(kind, _nothing)(question, parts, head, of_answers)
    if original is None:
        _check_settings(question, head, parts, of_kind)
    return (_with_ids_of(original[0], question) if original else question), head


def _settings(parts: Parts, place: Place, original: tuple[Question, QuestionHead] | None) -> QuestionHead:
    """The settings, in a translation completed from the original's; what is repeated must be equal."""
    tree = read_yaml("\n".join(parts.settings), parts.settings_line, place) if parts.settings else None
    head = read_head(QuestionHead, tree, place, parts.settings_line) or QuestionHead()
    if original is None:
        return head
    first = original[1]
    for name in _IN_THE_ORIGINAL:
        holds = original[0].kind if name == "type" else getattr(first, name)
        if name in head.model_fields_set and getattr(head, name) not in (getattr(first, name), holds):
            place.error(tree.line((name,)) if tree else parts.settings_line, "repeated-differs", field=name)
    rubric = head.rubric
    if len(rubric) == len(first.rubric):
        _compare_points(rubric, first.rubric, tree, place)
        rubric = tuple(
            own.model_copy(update={"points": theirs.points}) for own, theirs in zip(rubric, first.rubric, strict=True)
        )
    return first.model_copy(update={"unit": head.unit, "rubric": rubric})


def _compare_points(
    own: Sequence[CriterionHead], theirs: Sequence[CriterionHead], tree: Tree | None, place: Place
) -> None:
    """The points of a rubric's lines, where a translation repeats them."""
    stated = tree.value.get("rubric", []) if tree and isinstance(tree.value, dict) else []
    for number, (mine, first, line) in enumerate(zip(own, theirs, stated, strict=False)):
        if isinstance(line, dict) and mine.points != first.points and tree:
            place.error(tree.line(("rubric", number)), "repeated-differs", field="rubric")


def _check_settings(question: Question, head: QuestionHead, parts: Parts, place: Place) -> None:
    """Settings that a question of this kind has no use for, and an assignment's rubric."""
    stated = head.model_fields_set
    line = parts.settings_line
    misplaced = {
        "scoring": question.kind not in _EXACT and head.scoring == "exact",
        "unit": question.kind is not Kind.NUMERIC and "unit" in stated,
        "lesson": not question.is_scored and "lesson" in stated,
        "rubric": question.kind is not Kind.ASSIGNMENT and "rubric" in stated,
        "assessed_by": question.kind is not Kind.ASSIGNMENT and "assessed_by" in stated,
    }
    for field, is_misplaced in misplaced.items():
        if is_misplaced:
            place.error(line, "setting-not-for-kind", field=field, kind=question.kind)
    if question.kind is Kind.ASSIGNMENT:
        if not head.rubric or head.assessed_by is None:
            place.error(line, "assignment-needs", field="assessed_by" if head.rubric else "rubric")
        elif sum(criterion.points for criterion in question.rubric) != question.points:
            total = sum(criterion.points for criterion in question.rubric)
            place.error(line, "rubric-sum", total=total, points=question.points)


def _kind(parts: Parts, head: QuestionHead, line: int, place: Place) -> Kind:
    """The kind of question that its lines and its `type` make it."""
    stated = Kind(head.type) if head.type else None
    shape = parts.shape
    if stated is Kind.BLANKS:
        shape = None
    possible = _KINDS_OF[shape]
    if stated in possible:
        if stated is Kind.BLANKS and not has_blanks(parts.whole):
            place.error(line, "no-blanks")
        return stated
    if stated is not None:
        place.error(line, "type-does-not-fit", type=stated, kinds=", ".join(possible))
    if shape is Shape.TASKS:
        ticks = sum(1 for answer in parts.answers if (match := TASK.match(answer.text)) and match["mark"] != " ")
        return Kind.MULTIPLE if ticks > 1 else Kind.CHOICE
    if shape is Shape.EQUALS:
        is_numeric = all(
            read_interval(answer.text[1:]) or _LIKE_A_NUMBER.match(answer.text[1:].lstrip()) for answer in parts.answers
        )
        return Kind.NUMERIC if is_numeric else Kind.SHORT
    if shape is None and stated is None and (head.rubric or head.assessed_by):
        place.error(parts.settings_line, "assignment-needs", field="type")
        return Kind.ASSIGNMENT
    if shape is None and not has_blanks(parts.prompt) and stated is None and not parts.is_misplaced:
        _report_no_answers(parts, line, place)
    return possible[0]


def _report_no_answers(parts: Parts, line: int, place: Place) -> None:
    """A question without answers: at its opener, or at the line that was probably meant as one."""
    for number, text in enumerate(parts.whole, parts.prompt_line):
        if _LIKE_A_TICK.match(text):
            place.error(number, "tick-form")
            return
    place.error(line, "no-answers")


def _choice(question: Question, parts: Parts, head: QuestionHead, place: Place) -> Question:
    """Choice and multiple: the options, of which enough must be right."""
    options: list[Option] = []
    for answer in parts.answers:
        match = TASK.match(answer.text)
        text, feedback = read_option((match and match["text"]) or "", answer, place, may_explain=True)
        options.append(Option(id_of(text), text, bool(match and match["mark"] != " "), feedback, answer.line))
    right = sum(option.is_right for option in options)
    _check_count(len(options), question, place)
    if right == 0:
        place.error(question.line, "no-right-option")
    elif question.kind is Kind.CHOICE and right > 1:
        place.error(question.line, "several-right-options", count=right)
    _report_equal([option.text for option in options], [option.line for option in options], place)
    return replace(question, options=tuple(options))


def _survey(question: Question, parts: Parts, head: QuestionHead, place: Place) -> Question:
    options: list[Option] = []
    for answer in parts.answers:
        match = SURVEY.match(answer.text)
        text, _ = read_option((match and match["text"]) or "", answer, place, may_explain=False)
        options.append(Option(id_of(text), text, False, "", answer.line))
    _check_count(len(options), question, place)
    _report_equal([option.text for option in options], [option.line for option in options], place)
    return replace(question, options=tuple(options))


def _ordering(question: Question, parts: Parts, head: QuestionHead, place: Place) -> Question:
    items: list[Cell] = []
    for answer in parts.answers:
        match = NUMBERED.match(answer.text)
        text, _ = read_option((match and match["text"]) or "", answer, place, may_explain=False)
        items.append(Cell(id_of(text), text, answer.line))
    _check_count(len(items), question, place)
    _report_equal([item.text for item in items], [item.line for item in items], place)
    return replace(question, items=tuple(items))


def _matching(question: Question, parts: Parts, head: QuestionHead, place: Place) -> Question:
    """Matching and sorting: a two-column table under a header row."""
    rows = [(cells_of(answer.text), answer.line) for answer in parts.answers]
    for cells, line in rows:
        if len(cells) != 2:
            place.error(line, "table-columns", count=len(cells))
    labels = rows[0][0] if rows and len(rows[0][0]) == 2 else ["…", "…"]
    if not all(labels):
        place.error(rows[0][1] if rows else question.line, "empty-label")
    pairs: list[Pair] = []
    rights: dict[str, Cell] = {}
    lefts: list[Cell] = []
    for cells, line in rows[2:]:
        left, right = (*cells, "", "")[:2]
        if not right:
            place.error(line, "empty-right-cell")
        cell = rights.setdefault(id_of(right), Cell(id_of(right), right, line))
        if left:
            lefts.append(Cell(id_of(left), left, line))
            pairs.append(Pair(lefts[-1], cell.id))
    _check_count(len(pairs), question, place)
    if len(rights) > MAX_OPTIONS:
        _check_count(len(rights), question, place)
    _report_equal([left.text for left in lefts], [left.line for left in lefts], place)
    return replace(
        question, left_label=labels[0], right_label=labels[1], pairs=tuple(pairs), rights=tuple(rights.values())
    )


def _typed(question: Question, parts: Parts, head: QuestionHead, place: Place) -> Question:
    """Numeric and short answers: any of the `=` lines is right."""
    texts: list[str] = []
    intervals = []
    for answer in parts.answers:
        match = EQUALS.match(answer.text)
        text, _ = read_option(((match and match["text"]) or "").strip(), answer, place, may_explain=False)
        interval = read_interval(text)
        texts.append(text)
        if interval:
            intervals.append(interval)
        elif head.type != Kind.SHORT and (question.kind is Kind.NUMERIC or _LIKE_A_NUMBER.match(text)):
            place.error(answer.line, "not-a-number", text=text)
    if question.kind is Kind.NUMERIC:
        return replace(question, intervals=tuple(intervals))
    if len(texts) > MAX_OPTIONS:
        _check_count(len(texts), question, place)
    _report_equal(texts, [answer.line for answer in parts.answers], place)
    return replace(question, accepted=tuple(texts))


def _blanks(question: Question, parts: Parts, head: QuestionHead, place: Place) -> Question:
    lines = parts.whole if parts.shape else parts.prompt
    prompt, blanks = read_blanks(lines, parts.prompt_line, place)
    return replace(question, prompt=prompt.strip("\n"), blanks=blanks)


def _nothing(question: Question, parts: Parts, head: QuestionHead, place: Place) -> Question:
    """Reflections and assignments: the prompt is all."""
    return question


_READERS: dict[Kind, Callable[[Question, Parts, QuestionHead, Place], Question]] = {
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.SURVEY: _survey,
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _matching,
    Kind.NUMERIC: _typed,
    Kind.SHORT: _typed,
    Kind.BLANKS: _blanks,
}


def _check_count(count: int, question: Question, place: Place) -> None:
    """Enough to choose from, and no more than fits on a phone: what a page costs grows with it."""
    if count < 2:
        place.error(question.line, "too-few-options", count=count)
    elif count > MAX_OPTIONS:
        place.error(question.line, "too-many-options", count=count, limit=MAX_OPTIONS)


def _report_equal(texts: Sequence[str], lines: Sequence[int], place: Place) -> None:
    """Two equal texts cannot be told apart by their ids."""
    index = repeated(texts)
    if index is not None and texts[index]:
        place.error(lines[index], "equal-options", text=texts[index][:60])


def _with_ids_of(original: Question, own: Question) -> Question:
    """A translation with the ids of its original, position by position, where the two have the same shape."""
    if original.kind is not own.kind:
        return own
    options = own.options
    if len(options) == len(original.options):
        options = tuple(replace(mine, id=theirs.id) for mine, theirs in zip(options, original.options, strict=True))
    items = own.items
    if len(items) == len(original.items):
        items = tuple(replace(mine, id=theirs.id) for mine, theirs in zip(items, original.items, strict=True))
    pairs, rights = own.pairs, own.rights
    if len(pairs) == len(original.pairs) and len(rights) == len(original.rights):
        to_theirs = {mine.id: theirs.id for mine, theirs in zip(rights, original.rights, strict=True)}
        rights = tuple(replace(cell, id=to_theirs[cell.id]) for cell in rights)
        pairs = tuple(
            Pair(replace(mine.left, id=theirs.left.id), to_theirs[mine.right_id])
            for mine, theirs in zip(pairs, original.pairs, strict=True)
        )
    blanks = own.blanks
    if len(blanks) == len(original.blanks):
        partners = {blank.id: blank for blank in original.blanks}
        blanks = tuple(
            replace(
                mine,
                options=tuple(
                    replace(option, id=theirs.id)
                    for option, theirs in zip(mine.options, partners[mine.id].options, strict=True)
                ),
            )
            if mine.id in partners and len(partners[mine.id].options) == len(mine.options)
            else mine
            for mine in blanks
        )
    return replace(own, options=options, items=items, pairs=pairs, rights=rights, blanks=blanks)
