"""A course that its author is still writing, made whole enough to be compiled: what is missing is left out or lent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from lms.courseware.model import Course, Lesson, Module, Quiz

Text = TypeVar("Text")


def readable(course: Course) -> Course | None:
    """The course with texts in every language: a missing one is lent by another, what has none is left out.

    None if there is no course page or no lesson at all.
    """
    languages = course.languages
    texts = _in_all(course.texts, languages)
    modules = tuple(filter(None, (_module(module, languages) for module in course.modules)))
    if not texts or not any(module.lessons for module in modules):
        return None
    exam = course.exam
    project = course.project
    return replace(
        course,
        texts=texts,
        modules=modules,
        exam=replace(exam, texts=_in_all(exam.texts, languages)) if exam and exam.texts else None,
        project=replace(project, texts=_in_all(project.texts, languages)) if project and project.texts else None,
        glossary=tuple(replace(term, texts=_in_all(term.texts, languages)) for term in course.glossary if term.texts),
    )


def _module(module: Module, languages: tuple[str, ...]) -> Module | None:
    if not module.texts:
        return None
    items = tuple(_item(item, languages) for item in module.items if item.texts)
    return replace(module, items=items, texts=_in_all(module.texts, languages)) if items else None


def _item(item: Lesson | Quiz, languages: tuple[str, ...]) -> Lesson | Quiz:
    if isinstance(item, Lesson):
        return replace(item, texts=_in_all(item.texts, languages))
    return replace(item, texts=_in_all(item.texts, languages))


def _in_all(texts: Mapping[str, Text], languages: tuple[str, ...]) -> dict[str, Text]:
    """A text for each language, the original's order kept."""
    if not texts:
        return {}
    lent = next((texts[language] for language in languages if language in texts), next(iter(texts.values())))
    return {language: texts.get(language, lent) for language in languages}
