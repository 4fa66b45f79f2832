"""A release before it is stored: read, checked, compiled and measured, and nothing written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lms.courseware.model import Course, Directory
from lms.courseware.parsing.text import decode, split_head
from lms.courseware.problems import Place, Report
from lms.courseware.source import Files
from lms.publishing.manifest import digests_of, manifest_of
from lms.publishing.parts import CompiledPart, Known, compile_course

if TYPE_CHECKING:
    from lms.courseware.rendering.passages import Words


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a release would store. Made before the transaction that stores it: compiling would hold its lock."""

    files: Files
    digests: Mapping[str, str]  # path → digest
    manifest: str
    directory: Mapping[str, Any]
    folder: str
    course: Course
    parts: tuple[CompiledPart, ...]

    @property
    def slug(self) -> str:
        """The course's slug."""
        return self.files.slug

    def is_same(self, manifest: str, directory: Mapping[str, Any]) -> bool:
        """Whether the release of this manifest and directory is the same."""
        return self.manifest == manifest and self.directory == directory


def prepare(
    files: Files,
    course: Course,
    directory: Directory,
    folder: str,
    words: Mapping[str, Words],
    known: Known,
) -> Prepared:
    """Compile what is not `known` and put everything together."""
    digests = digests_of(files.contents)
    return Prepared(
        files=files,
        digests=digests,
        manifest=manifest_of(digests),
        directory=directory_facts(course, directory),
        folder=folder,
        course=course,
        parts=tuple(compile_course(course, directory, words, known)),
    )


def directory_facts(course: Course, directory: Directory) -> dict[str, Any]:
    """What a course takes from the platform's institutions and topics, as JSON gives it back: kept with its release."""
    institutions, topics = directory.institutions or {}, directory.topics or {}
    facts: dict[str, Any] = _plain(
        {
            "institutions": {slug: institutions[slug] for slug in [course.institution] if slug in institutions},
            "topics": {key: topics[key] for key in course.topics if key in topics},
        }
    )
    return facts


def facts_hold(facts: Mapping[str, Any], directory: Directory) -> bool:
    """Whether the institutions and topics that a release took are still the same."""
    now = {"institutions": directory.institutions or {}, "topics": directory.topics or {}}
    return all(_plain(now[name].get(key)) == fact for name in now for key, fact in facts.get(name, {}).items())


def directory_of(facts: Mapping[str, Any]) -> Directory:
    """The institutions and topics that a release took, for compiling it again."""
    return Directory(facts.get("institutions"), facts.get("topics"), None)


def unrecorded(files: Files, course: Course) -> tuple[str, ...]:
    """The translations that do not record which state of their original they translate."""
    return tuple(path for path in sorted(_translations(course)) if not _records_state(files.contents[path]))


def _translations(course: Course) -> Iterator[str]:
    units: list[Any] = [course, *course.modules, *(item for module in course.modules for item in module.items)]
    units += [unit for unit in (course.exam, course.project) if unit is not None]
    for unit in units:
        yield from (text.path for language, text in unit.texts.items() if language != course.original)


def _records_state(content: bytes) -> bool:
    place = Place("", Report())
    return any(line.startswith("translates:") for line in split_head(decode(content, place), place).head.split("\n"))


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))
