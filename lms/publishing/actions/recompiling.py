"""Making the compiled forms of releases again, after the compiler has changed: markup may differ, questions not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from lms.courseware.compiled import CompiledLesson, CompiledQuestion, load
from lms.courseware.problems import Report
from lms.errors import N_, Refusal
from lms.publishing.actions import storing
from lms.publishing.actions.releasing import reading
from lms.publishing.actions.words import words_for
from lms.publishing.changes import questions_of, right_answer
from lms.publishing.models import Release
from lms.publishing.parts import CompiledPart, StoredPart, compile_course
from lms.publishing.preparing import directory_of
from lms.publishing.queries import load_parts, releases


@dataclass(frozen=True, slots=True)
class Difference:
    """Why a release keeps its compiled form: these lessons or questions would not be what they were."""

    slug: str
    number: int
    keys: tuple[str, ...]


@dataclass(slots=True)
class Recompiled:
    """What was made again, and what was refused; `add` puts several courses together."""

    releases: list[tuple[str, int]] = field(default_factory=list)
    changed_parts: int = 0
    refused: list[Difference] = field(default_factory=list)

    def add(self, other: Recompiled) -> None:
        """Count another course in."""
        self.releases += other.releases
        self.changed_parts += other.changed_parts
        self.refused += other.refused


@dataclass(frozen=True, slots=True)
class _Fresh:
    release_id: int
    number: int
    parts: tuple[CompiledPart, ...]
    changed: int


def recompile(slug: str) -> Recompiled:
    """Compile every release of a course again: all of them, or none if the questions of one would differ.

    Attempts were made on the questions as they were: their text, keys, right answers and scoring have to stay.
    """
    outcome = Recompiled()
    with reading():
        made_before = [release for _, release in releases.all_releases(slug)]
        if not made_before:
            raise Refusal(N_("There is no course %(slug)s."), slug=slug)
        fresh = _compiled_again(slug, made_before, outcome)
    if not fresh:
        return outcome
    storing.lock_courses()
    for one in fresh:
        storing.replace_parts(one.release_id, one.parts)
        outcome.releases.append((slug, one.number))
        outcome.changed_parts += one.changed
    storing.drop_unused_parts()
    return outcome


def _compiled_again(slug: str, made_before: Iterable[Release], outcome: Recompiled) -> list[_Fresh]:
    """The new parts of all releases of a course, or none of them."""
    from lms.courseware.reader import read_course

    made: dict[str, StoredPart] = {}  # by their inputs, so that what releases share is compiled once
    contents: dict[str, str] = {}
    fresh = []
    refused = []
    for release in made_before:
        directory = directory_of(release.directory)
        course = read_course(releases.files_of(slug, release.id), directory, Report())
        known = partial(_among, made)
        parts = tuple(compile_course(course, directory, words_for(course.languages), known)) if course else ()
        for part in parts:
            made[part.inputs] = StoredPart(part.digest, part.page_bytes)
            if part.content is not None:
                contents[part.digest] = part.content
        old = releases.digests(releases.part_rows(release.id))
        if keys := _differences(old, parts, contents):
            refused.append(Difference(slug, release.number, keys))
        changed = sum(old.get((part.key, part.language)) != part.digest for part in parts)
        fresh.append(_Fresh(release.id, release.number, parts, changed))
    outcome.refused += refused
    return [] if refused else fresh


def _among(made: Mapping[str, StoredPart], inputs: Iterable[str]) -> dict[str, StoredPart]:
    """Those of the parts made so far that these inputs decide."""
    return {one: made[one] for one in inputs if one in made}


def _differences(
    old: Mapping[tuple[str, str], str], parts: Iterable[CompiledPart], contents: Mapping[str, str]
) -> tuple[str, ...]:
    """The keys of lessons that appear or disappear, and of questions that would not be what they were."""
    new = {(part.key, part.language): part.digest for part in parts}
    keys = {key or "course.yml" for key, _ in old.keys() ^ new.keys()}
    changed = [place for place in old.keys() & new.keys() if place[0] and old[place] != new[place]]
    before = load_parts({old[place]: CompiledLesson for place in changed})
    for place in changed:
        was, is_ = questions_of(before[old[place]]), questions_of(load(CompiledLesson, contents[new[place]]))
        keys |= was.keys() ^ is_.keys()
        keys |= {key for key in was.keys() & is_.keys() if evidence(was[key]) != evidence(is_[key])}
    return tuple(sorted(keys))


def evidence(question: CompiledQuestion) -> object:
    """What an attempt saw and was graded by: what recompiling may not change. Kinds of space do not count."""
    options = (*question.options, *(option for blank in question.blanks for option in blank.options))
    cells = (*question.lefts, *question.rights, *question.items)
    return (
        right_answer(question),
        _spaced(question.label),
        tuple(blank.id for blank in question.blanks),
        tuple(_spaced(text) for _, text in question.rubric),
        frozenset((option.id, _spaced(option.text)) for option in options),
        frozenset((cell.id, _spaced(cell.text)) for cell in cells),
        _spaced(question.unit),
        _spaced(question.left_label),
        _spaced(question.right_label),
    )


def _spaced(text: str) -> str:
    return " ".join(text.split())
