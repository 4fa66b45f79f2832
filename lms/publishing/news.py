"""What is new in a course for somebody who completed an earlier release: what concerns a learner, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import unescape

from lms.courseware.compiled import CompiledLesson, CompiledQuestion, Outline, OutlineItem
from lms.publishing.changes import Page, State, compare, right_answer

_TAG = re.compile(r"<[^>]*>")
_MEDIA = re.compile(r'\b(?:src|href)="(/media/[^"]*)"')
# What parts words or sets them off. A dash before a digit may be a minus; signs such as % and ≤ say something.
_TYPOGRAPHY = re.compile(r"[.,;:!?…'’‘\"“”„«»‹›()\[\]·•]|[-‐‑–—](?!\d)")


@dataclass(frozen=True, slots=True)
class News:
    """What changed since, by lesson and quiz: those that are there as they are now, the others as they were."""

    added: tuple[OutlineItem, ...] = ()  # lessons
    revised: tuple[OutlineItem, ...] = ()  # lessons that tell, show or ask something else
    quizzes: tuple[OutlineItem, ...] = ()  # quizzes and the exam, new or with other questions or rules
    removed: tuple[OutlineItem, ...] = ()  # lessons, quizzes, the exam
    former_language: str = ""  # in which the titles of `removed` are

    @property
    def is_there(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.added or self.revised or self.quizzes or self.removed)


def news(old: Outline, new: Outline, changed: Collection[str]) -> News:
    """What is new in `new` for who knows `old`. `changed`: the keys of what is in both, but not the same.

    What stands elsewhere in the course is not new; what has the same title under another key counts as revised.
    """
    found = compare(State({old.language: old}, {}), State({new.language: new}, {}), (), ())
    other = {*changed, *(key for _, key in found.renamed)}
    return News(
        added=tuple(item for item in new.lessons if item.key in found.added),
        revised=tuple(item for item in new.lessons if item.key in other),
        quizzes=tuple(item for item in new.items if _is_quiz(item) and item.key in {*other, *found.added}),
        removed=tuple(
            item for item in old.items if item.key in found.removed and (item.kind == "lesson" or _is_quiz(item))
        ),
        former_language=old.language,
    )


def is_same(before: Page, after: Page) -> bool:
    """Whether a learner meets the same in two states of a lesson or a quiz: words, questions, pictures and files.

    Marks, spaces and capitals make no difference. Which other words are only a slip of the pen cannot be told: one
    letter may turn a sentence round.
    """
    return _met(before) == _met(after)


def _is_quiz(item: OutlineItem) -> bool:
    return item.kind in ("quiz", "exam")


def _met(page: Page) -> object:
    if isinstance(page, CompiledLesson):
        own: tuple[object, ...] = (
            page.audio and page.audio.address,
            tuple((_words(one.label), one.address) for one in page.downloads),
            tuple(map(_words, page.objectives)),
        )
    else:
        rules = page.settings
        own = (rules.pass_percent, rules.attempts, rules.per_hours, rules.pools, rules.draw, rules.time_limit_minutes)
    segments = tuple(
        (
            one.kind, _words(one.title), _shown(one.html), one.audio and one.audio.address,
            one.question and _asked(one.question),
        )
        for one in page.segments
    )  # fmt: skip
    return (_words(page.title), own, segments, _shown(page.notes_html))


def _asked(question: CompiledQuestion) -> object:
    """A question as it is read, answered and explained, whatever the order of its options."""
    cells = (*question.lefts, *question.rights, *question.items)
    options = (*question.options, *(option for blank in question.blanks for option in blank.options))
    return (
        right_answer(question), _shown(question.prompt_html), _shown(question.explanation_html), question.unit,
        frozenset((one.id, _shown(one.html)) for one in cells),
        frozenset((one.id, _shown(one.html), _shown(one.feedback_html)) for one in options),
        tuple(_words(text) for _, text in question.rubric),
    )  # fmt: skip


def _shown(html: str) -> tuple[object, ...]:
    """The words of HTML, and the pictures and files that it shows."""
    return (_words(unescape(_TAG.sub(" ", html))), tuple(_MEDIA.findall(html)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_TYPOGRAPHY.sub(" ", text).casefold().split())
