"""The courses that come with the installation: released at its start when their folders have changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lms.courseware.directory import read_directory
from lms.courseware.model import Directory
from lms.courseware.problems import Report
from lms.courseware.source import Files, read_folder
from lms.db import db, is_unavailable
from lms.publishing.actions import storing
from lms.publishing.actions.releasing import BrokenCourse, Released, prepare_release, reading, release
from lms.publishing.manifest import digests_of, manifest_of
from lms.publishing.models import Source
from lms.publishing.preparing import Prepared, facts_hold
from lms.publishing.queries import releases

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Shipped:
    """What start-up did: releases made, courses refused with their problems, courses that failed by our own fault."""

    courses_dir: Path
    registers: Report = field(default_factory=Report)  # of courses/institutions.yml and courses/topics.yml
    released: list[Released] = field(default_factory=list)
    refused: list[BrokenCourse] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def folder_name(slug: str) -> str:
    """How a release names the folder of a shipped course, wherever the installation lies."""
    return f"courses/{slug}"


def course_folders(courses_dir: Path) -> list[Path]:
    """The folders with a course in them, by name."""
    return sorted(path.parent for path in courses_dir.glob("*/course.yml") if not path.parent.name.startswith("."))


def release_shipped(courses_dir: Path, at: datetime) -> Shipped:
    """Release every course whose folder is not as in the last release made from it, current or not.

    So a rollback, and a release made from elsewhere, last until the folder changes. A course that cannot be released
    stops no other. Compiling comes before the transaction that writes.
    """
    outcome = Shipped(courses_dir)
    prepared = list(_prepared(courses_dir, outcome))
    for one in prepared:
        try:
            with db.session.begin_nested():
                made = release(one, at)
        except Exception as error:
            if is_unavailable(error):
                raise
            logger.exception("the course %s cannot be stored", one.slug)
            outcome.failed.append(one.slug)
        else:
            outcome.released += [made] if made else []
    return outcome


def _prepared(courses_dir: Path, outcome: Shipped) -> Iterator[Prepared]:
    directory = read_directory(courses_dir, outcome.registers)
    for folder in course_folders(courses_dir):
        report = Report()
        try:
            files = read_folder(folder, report)
            if not _is_due(files, directory, report):
                continue
            prepared = prepare_release(files, directory, folder_name(files.slug), report)
            storing.keep_media(prepared)  # here: the first release would hold the lock while the others' are written
            yield prepared
        except BrokenCourse as refusal:
            outcome.refused.append(refusal)
        except Exception as error:
            if is_unavailable(error):
                raise
            logger.exception("the course in %s cannot be read", folder)
            outcome.failed.append(folder.name)


def _is_due(files: Files, directory: Directory, report: Report) -> bool:
    """Whether a folder is another than the last release made from it: by digests, nothing is read or compiled."""
    manifest = manifest_of(digests_of(files.contents))
    with reading():
        course = releases.course(files.slug)
        if course is not None and course.source is not Source.FILES:
            return False
        if report.has_errors:
            return True
        # The current one too: a release made from elsewhere may be what the folder holds by now.
        present = (releases.last_from(files.slug, folder_name(files.slug)), releases.current(files.slug))
        return not any(made and made.manifest == manifest and facts_hold(made.directory, directory) for made in present)
