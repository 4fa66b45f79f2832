"""A question in one language, ready to be asked and graded: its texts as HTML, its rules as data."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lms.courseware.compiled import CompiledBlank, CompiledCell, CompiledOption, CompiledQuestion
from lms.courseware.model import Course
from lms.courseware.questions import Blank, Cell, Option, Question
from lms.courseware.rendering.addresses import Addresses
from lms.courseware.rendering.markdown import render
from lms.courseware.rendering.passages import Passage, Rendered, Setting, Words
from lms.courseware.rendering.typography import typeset

_BLANK = re.compile("\ue000[^\ue001]*\ue001")


def compile_question(
    course: Course,
    question: Question,
    others: Sequence[Question],
    language: str,
    words: Words,
    page: str = "",
    pictures_above: int = 0,
) -> CompiledQuestion:
    """`question` compiled. `others`: the same question in the course's other languages, whose answers count too.

    `page`: the address of the lesson it stands in, which its links to anchors lead back to.
    """
    return _compile(course, question, others, Setting(Addresses(course, language), words, None, page, pictures_above))[
        0
    ]


def compile_questions(
    course: Course, questions: Sequence[tuple[Question, Sequence[Question]]], setting: Setting
) -> tuple[list[CompiledQuestion], dict[str, int]]:
    """Several questions of one page, each with its others; and the pictures they show, with their bytes."""
    compiled: list[CompiledQuestion] = []
    pictures: dict[str, int] = {}
    for question, others in questions:
        done, shown = _compile(course, question, others, setting)
        compiled.append(done)
        pictures.update(shown)
    return compiled, pictures


class _Texts:
    """The texts of one question, rendered in one run and handed out by what they were."""

    def __init__(self, setting: Setting) -> None:
        self.language = setting.language
        self.setting = setting
        self.passages: list[Passage] = []
        self.places: dict[tuple[str, bool], int] = {}
        self.rendered = Rendered()

    def want(self, texts: Iterable[str], is_inline: bool, blanks: frozenset[str] = frozenset()) -> None:
        """Have these texts rendered by the run to come."""
        for text in texts:
            if (text, is_inline) not in self.places:
                self.places[text, is_inline] = len(self.passages)
                self.passages.append(Passage(text, is_inline=is_inline, blanks=blanks))

    def run(self) -> None:
        """Render what was wanted."""
        self.rendered = render(self.passages, self.setting)

    def html(self, text: str, is_inline: bool = False) -> str:
        """The HTML of a text."""
        return self.rendered.html[self.places[text, is_inline]]

    def plain(self, text: str, is_inline: bool = False) -> str:
        """A text's words on one line, set."""
        return typeset(" ".join(self.rendered.plain[self.places[text, is_inline]].split()), self.language)

    def option(self, option: Option) -> CompiledOption:
        """An option with its feedback."""
        return CompiledOption(
            option.id,
            self.html(option.text, is_inline=True),
            self.plain(option.text, is_inline=True),
            option.is_right,
            self.html(option.feedback),
        )

    def cell(self, cell: Cell) -> CompiledCell:
        """A thing to pair or to order."""
        return CompiledCell(cell.id, self.html(cell.text, is_inline=True), self.plain(cell.text, is_inline=True))


def _compile(
    course: Course, question: Question, others: Sequence[Question], setting: Setting
) -> tuple[CompiledQuestion, dict[str, int]]:
    texts = _Texts(setting)
    blanks = frozenset(blank.id for blank in question.blanks)
    options = [*question.options, *(option for blank in question.blanks for option in blank.options)]
    cells = [*(pair.left for pair in question.pairs), *question.rights, *question.items]
    labels = [question.left_label, question.right_label, question.unit, *(each.text for each in question.rubric)]
    shown = [*(option.text for option in options), *(cell.text for cell in cells), *labels]
    # The prompt first: were a text equal to it, it would have no blanks.
    texts.want([question.prompt], is_inline=False, blanks=blanks)
    texts.want([question.explanation, *(option.feedback for option in options)], is_inline=False)
    texts.want(shown, is_inline=True)
    texts.run()
    compiled = CompiledQuestion(
        key=question.key,
        kind=question.kind.value,
        prompt_html=texts.html(question.prompt),
        label=_BLANK.sub("…", texts.plain(question.prompt)),
        explanation_html=texts.html(question.explanation),
        points=str(question.points),
        is_exact=question.is_exact,
        is_shuffled=question.is_shuffled,
        is_sorting=question.is_sorting,
        unit=texts.plain(question.unit, is_inline=True),
        options=tuple(map(texts.option, question.options)),
        left_label=texts.plain(question.left_label, is_inline=True),
        right_label=texts.plain(question.right_label, is_inline=True),
        lefts=tuple(texts.cell(pair.left) for pair in question.pairs),
        rights=tuple(map(texts.cell, question.rights)),
        right_of={pair.left.id: pair.right_id for pair in question.pairs},
        items=tuple(map(texts.cell, question.items)),
        intervals=tuple((str(each.low), str(each.high)) for each in question.intervals),
        accepted=_all_of(each.accepted for each in (question, *others)),
        shown=typeset(question.accepted[0], setting.language) if question.accepted else "",
        blanks=tuple(_blank(blank, others, texts) for blank in question.blanks),
        rubric=tuple((str(each.points), texts.plain(each.text, is_inline=True)) for each in question.rubric),
        assessed_by=question.assessed_by,
        lesson=question.lesson,
    )
    return compiled, texts.rendered.pictures


def _blank(blank: Blank, others: Sequence[Question], texts: _Texts) -> CompiledBlank:
    """A gap; what is right in one language is right in all."""
    twins = [twin for other in others for twin in other.blanks if twin.id == blank.id]
    return CompiledBlank(
        blank.id,
        _all_of(each.variants for each in (blank, *twins)),
        typeset(blank.variants[0], texts.language) if blank.variants else "",
        tuple(map(texts.option, blank.options)),
    )


def _all_of(variants: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every variant once, in order."""
    return tuple(dict.fromkeys(variant for some in variants for variant in some))


def words_of(question: CompiledQuestion) -> Iterator[str]:
    """What a question says before it is answered, for the search: its prompt and what can be chosen."""
    yield question.label
    yield from (option.text for option in question.options)
    yield from (cell.text for cell in (*question.lefts, *question.rights))
    # The things to order stand as the page shows them, never in the right order.
    yield from (cell.text for cell in sorted(question.items, key=lambda cell: cell.id))
