"""The courses folder of the installation, from which administrators release by a button."""

from __future__ import annotations

import re
from pathlib import Path

from lms.courseware.directory import read_directory
from lms.courseware.problems import Report
from lms.courseware.source import read_folder
from lms.errors import N_, Refusal
from lms.publishing.actions.releasing import prepare_release, reading
from lms.publishing.actions.shipped import course_folders, folder_name
from lms.publishing.coursefiles import with_courses
from lms.publishing.preparing import Prepared
from lms.publishing.queries import releases

MOST_FOLDERS = 100
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def folders_to_release(courses_dir: Path) -> list[str]:
    """The folders with a course in them of which nothing was released yet, by name. 1 query."""
    known = releases.slugs()
    names = (path.name for path in course_folders(courses_dir))
    return [name for name in names if name not in known and _SLUG.fullmatch(name)][:MOST_FOLDERS]


def prepare_from_folder(courses_dir: Path, slug: str) -> Prepared:
    """Read, check and compile the course in a folder of the installation, before the transaction that stores it.

    Raises BrokenCourse with the checker's report; Refusal where there is no such folder.
    """
    folder = courses_dir / slug
    if not _SLUG.fullmatch(slug) or not (folder / "course.yml").is_file():
        raise Refusal(N_("The courses folder of this server holds no course %(slug)s."), slug=slug)
    report = Report()
    files = read_folder(folder, report)
    with reading():
        directory = with_courses(read_directory(courses_dir, Report()), releases.slugs())
    return prepare_release(files, directory, folder_name(slug), report)
