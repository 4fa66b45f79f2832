"""What a release changes: for its author to read before, and for learners already enrolled to be told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lms.courseware.compiled import CompiledLesson, CompiledQuestion, CompiledQuiz, Outline, OutlineItem

Page = CompiledLesson | CompiledQuiz


@dataclass(frozen=True, slots=True)
class State:
    """A release, as far as it is compared with another."""

    outlines: Mapping[str, Outline]  # by language, the original first
    pages: Mapping[str, Mapping[str, Page]]  # key → language → lesson or quiz; those alone that may differ

    @property
    def original(self) -> Outline:
        """The course in the language it was written in."""
        return next(iter(self.outlines.values()))


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that changes for learners already enrolled: a code that wording.py puts into words, and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """How a release differs from the one before. Keys are of modules, lessons, quizzes, exam, project, questions."""

    is_first: bool = False
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()  # seems the same under another key: a removal plus an addition
    moved: tuple[str, ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()  # key of a lesson or quiz, the languages in which it changed
    course_changed: tuple[str, ...] = ()  # languages in which the course's own page changed
    answers: tuple[str, ...] = ()  # keys of questions whose right answers or scoring changed
    stale: tuple[str, ...] = ()  # paths of translations whose original has moved on
    unrecorded: tuple[str, ...] = ()  # paths of translations that do not say which state they translate
    effects: tuple[Effect, ...] = field(default=())


def compare(old: State | None, new: State, stale: Iterable[str], unrecorded: Iterable[str]) -> Changes:
    """What changes from `old` to `new`."""
    stale, unrecorded = tuple(sorted(stale)), tuple(sorted(unrecorded))
    if old is None:
        return Changes(is_first=True, stale=stale, unrecorded=unrecorded)
    before, after = _titles(old), _titles(new)
    gone = {key: title for key, title in before.items() if key not in after}
    come = {key: title for key, title in after.items() if key not in before}
    renamed = tuple((key, other) for key in gone if (other := _same(gone[key], come)) is not None)
    old_names, new_names = {key for key, _ in renamed}, {key for _, key in renamed}
    return Changes(
        added=tuple(key for key in come if key not in new_names),
        removed=tuple(key for key in gone if key not in old_names),
        renamed=renamed,
        moved=(*_moved(old.original, new.original), *_moved_questions(old, new)),
        changed=_changed(old, new),
        course_changed=tuple(
            language
            for language, outline in new.outlines.items()
            if language in old.outlines and _own_words(outline) != _own_words(old.outlines[language])
        ),
        answers=_changed_answers(old, new),
        stale=stale,
        unrecorded=unrecorded,
        effects=_effects(old.original, new.original),
    )


def right_answer(question: CompiledQuestion) -> object:
    """All that decides what an answer to the question earns; equal for equal gradings, whatever the language."""
    return (
        question.kind,
        question.points,
        question.is_exact,
        frozenset(option.id for option in question.options),
        frozenset(option.id for option in question.options if option.is_right),
        frozenset(question.right_of.items()),
        frozenset(cell.id for cell in question.rights),
        tuple(cell.id for cell in question.items),
        frozenset(question.intervals),
        frozenset(question.accepted),
        frozenset(
            (blank.id, frozenset(blank.accepted), frozenset((option.id, option.is_right) for option in blank.options))
            for blank in question.blanks
        ),
        question.assessed_by,
        tuple(points for points, _ in question.rubric),
    )


def questions_of(page: Page) -> dict[str, CompiledQuestion]:
    """The questions of a lesson or quiz by their keys."""
    found = (segment.question for segment in page.segments if segment.question is not None)
    return {question.key: question for question in found}


def _items(outline: Outline) -> list[OutlineItem]:
    return [*(item for module in outline.modules for item in module.items), *outline.final]


def _titles(state: State) -> dict[str, tuple[str, str]]:
    """Every key, in order, with what it is recognised by under another key: its kind and its words."""
    titles = {f"{module.key}/": ("module", module.title) for module in state.original.modules}
    titles |= {item.key: (item.kind, item.title) for item in _items(state.original)}
    for page in state.pages.values():
        for text in page.values():
            titles |= {key: ("question", question.label) for key, question in questions_of(text).items()}
            break  # the same keys in every language
    return titles


def _same(sought: tuple[str, str], among: Mapping[str, tuple[str, str]]) -> str | None:
    return next((key for key, title in among.items() if title == sought), None)


def _moved(old: Outline, new: Outline) -> tuple[str, ...]:
    """Lessons and quizzes in another module, or in another order than the others."""
    module_before = {item.key: module.key for module in old.modules for item in module.items}
    module_after = {item.key: module.key for module in new.modules for item in module.items}
    both = [key for key in module_after if key in module_before]
    places = {key: place for place, key in enumerate(module_before)}
    staying = {both[index] for index in _longest_rise([places[key] for key in both])}
    return tuple(key for key in both if module_before[key] != module_after[key] or key not in staying)


def _moved_questions(old: State, new: State) -> tuple[str, ...]:
    """Questions that stand in another lesson or quiz: learners' answers follow them."""
    before, after = (
        {
            question: key
            for key, texts in state.pages.items()
            for text in texts.values()
            for question in questions_of(text)
        }
        for state in (old, new)
    )
    return tuple(question for question, key in after.items() if before.get(question, key) != key)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The indexes of a longest increasing run of numbers, gaps allowed: what stayed in order while others moved."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(tails, number)
        previous.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [number]
        ends[place : place + 1] = [index]
    run = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(index)
        index = previous[index]
    return run[::-1]


def _changed(old: State, new: State) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Lessons and quizzes with other words, questions, settings or media, and in which languages."""
    found = []
    for key, texts in new.pages.items():
        before = old.pages.get(key, {})
        languages = tuple(code for code, page in texts.items() if code in before and page != before[code])
        if languages:
            found.append((key, languages))
    return tuple(found)


def _changed_answers(old: State, new: State) -> tuple[str, ...]:
    before, after = (
        {key: question for texts in state.pages.values() for page in texts.values()
         for key, question in questions_of(page).items()}
        for state in (old, new)
    )  # fmt: skip
    return tuple(key for key in after if key in before and right_answer(after[key]) != right_answer(before[key]))


def _own_words(outline: Outline) -> object:
    return (
        outline.title, outline.summary, outline.audience, outline.objectives, outline.description_html,
        outline.institution, outline.level, outline.licence, outline.authors, outline.source, outline.topics,
        tuple((module.title, module.summary, module.objectives) for module in outline.modules),
    )  # fmt: skip


def _effects(old: Outline, new: Outline) -> tuple[Effect, ...]:
    """What changes for those who have begun. Who has completed stays so, whatever changes."""
    effects = []
    before, after = (_asked_for(outline, new.completion) for outline in (old, new))
    for code, keys in (("lessons-more", after - before), ("lessons-fewer", before - after)):
        if keys:
            effects.append(Effect(code, (("count", str(len(keys))), ("keys", ", ".join(sorted(keys))))))
    settings = (
        *((f"completion-{name}", old.completion.get(name), new.completion.get(name)) for name in new.completion),
        ("exam-pass", old.exam_pass_percent, new.exam_pass_percent),
        ("certificate-hours", old.certificate_hours, new.certificate_hours),
        ("certificate-validity", old.certificate_valid_months, new.certificate_valid_months),
        ("access", old.access, new.access),
        ("opens", old.opens, new.opens),
        ("closes", old.closes, new.closes),
        ("prerequisites", ", ".join(old.required), ", ".join(new.required)),
        ("languages", ", ".join(old.languages), ", ".join(new.languages)),
    )
    for code, before_value, after_value in settings:
        if before_value != after_value:
            effects.append(Effect(code, (("new", _shown(after_value)), ("old", _shown(before_value)))))
    marks = {item.key: item.pass_percent for item in _items(old) if item.kind == "quiz"}
    for item in _items(new):
        if item.kind == "quiz" and marks.get(item.key, item.pass_percent) != item.pass_percent:
            values = (("key", item.key), ("new", _shown(item.pass_percent)), ("old", _shown(marks[item.key])))
            effects.append(Effect("quiz-pass", values))
    return tuple(effects)


def _asked_for(outline: Outline, completion: Mapping[str, str]) -> set[str]:
    """The lessons and quizzes of a course that a rule of completion asks for."""
    return {
        item.key
        for module in outline.modules
        for item in module.items
        if (item.kind == "lesson" and completion.get("lessons") == "all")
        or (item.kind == "quiz" and completion.get("quizzes") == "pass" and item.pass_percent is not None)
    }


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)
