"""From a course's files to its next release: all that reads and compiles first, then one short transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from lms.courseware.model import Directory
from lms.courseware.problems import Problem, Report
from lms.courseware.source import Files
from lms.db import db, read_only
from lms.errors import N_, Refusal
from lms.publishing.actions import storing
from lms.publishing.actions.words import words_for
from lms.publishing.changes import Changes, compare
from lms.publishing.models import Release, Source
from lms.publishing.parts import StoredPart, compile_course
from lms.publishing.preparing import Prepared, directory_of, prepare, unrecorded
from lms.publishing.queries import releases


class BrokenCourse(Refusal):
    """A course that may not be released: `problems` say why."""

    def __init__(self, slug: str, problems: Iterable[Problem]) -> None:
        super().__init__(N_("%(slug)s is not released: mend its errors first."), slug=slug)
        self.slug = slug
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made, and what it changes for readers of the one before."""

    slug: str
    number: int
    changes: Changes


@contextmanager
def reading() -> Iterator[None]:
    """A transaction that only reads, so that it takes no lock; within one that is under way, that one."""
    if db.session().in_transaction():
        yield
        return
    token = read_only.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        read_only.reset(token)


def prepare_release(files: Files, directory: Directory, folder: str, report: Report) -> Prepared:
    """Read, check and compile a course; raise BrokenCourse if it has errors.

    Call it before the transaction that writes: compiling many lessons takes long, and nobody else may write meanwhile.
    """
    # Loaded by those who release, not by every process that serves.
    from lms.courseware.reader import read_course

    with reading():
        # Former texts are looked up only for a translation that has become stale, to show what changed since.
        earlier = partial(releases.former_texts, files.slug)
        course = read_course(files, directory, report, is_release=True, earlier=earlier)
        if course is None or report.has_errors:
            raise BrokenCourse(files.slug, report)
        return prepare(files, course, directory, folder, words_for(course.languages), releases.known_parts)


def release(prepared: Prepared, at: datetime, *, is_trial: bool = False) -> Released | None:
    """Store a release and move the pointer to it; None if readers already see the same.

    Two at once: the second waits for the first, and is compared with it. A trial, which its caller takes back, writes
    no media.
    """
    if not is_trial:
        storing.keep_media(prepared)
    course = storing.locked_course(prepared.slug, at)
    assert course is not None
    if course.source is not Source.FILES:
        raise Refusal(N_("%(slug)s is written in the studio: it is released there."), slug=prepared.slug)
    former = releases.current(prepared.slug)
    if former is not None and prepared.is_same(former.manifest, former.directory):
        return None
    gone = releases.missing_parts(part.digest for part in prepared.parts if part.content is None)
    if gone:  # a recompilation has dropped them since this release was prepared
        prepared = _prepared_again(prepared, gone)
    made = storing.store_release(course, prepared, at)
    changes = _changes(former, made, prepared)
    storing.point_to(made, at)
    return Released(prepared.slug, made.number, changes)


def _prepared_again(prepared: Prepared, gone: Collection[str]) -> Prepared:
    """The same with the parts that are `gone` compiled: under the lock, where no other can go; seldom needed."""
    kept = {part.inputs: StoredPart(part.digest, part.page_bytes) for part in prepared.parts if part.digest not in gone}
    contents = {part.digest: part.content for part in prepared.parts}
    course = prepared.course
    parts = compile_course(course, directory_of(prepared.directory), words_for(course.languages), lambda _: kept)
    whole = (replace(part, content=part.content or contents.get(part.digest)) for part in parts)
    return replace(prepared, parts=tuple(whole))


def rollback(slug: str, number: int | None, at: datetime) -> tuple[int, int]:
    """Show readers release `number` again, by default the one before the current one; return (former, number)."""
    course = storing.locked_course(slug)
    former = releases.current(slug)
    if course is None or former is None:
        raise Refusal(N_("There is no course %(slug)s."), slug=slug)
    if number is None and former.number == 1:
        raise Refusal(N_("%(slug)s has no release before the current one."), slug=slug)
    wanted = former.number - 1 if number is None else number
    found = [made for _, made in releases.all_releases(slug) if made.number == wanted]
    if not found:
        raise Refusal(N_("%(slug)s has no release %(number)s."), slug=slug, number=wanted)
    storing.point_to(found[0], at)
    return former.number, wanted


def _changes(former: Release | None, made: Release, prepared: Prepared) -> Changes:
    course = prepared.course
    new = releases.digests(releases.part_rows(made.id))
    old = releases.digests(releases.part_rows(former.id)) if former else {}
    return compare(
        releases.state(old, new) if former else None,
        releases.state(new, old),
        course.stale,
        unrecorded(prepared.files, course),
    )
