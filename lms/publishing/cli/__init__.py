"""`lms courses …`: check, measure, release, list, rollback, recompile, translated, new, preview.

Loaded for `check` too, which needs neither Flask nor a database: what does is imported where it is used.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lms.console import gettext as _
from lms.console import ngettext, speak, worded
from lms.courseware.problems import Report
from lms.installation import create_app, opened, operator

if TYPE_CHECKING:
    from lms.config import Config

EXISTING = click.Path(exists=True, path_type=Path)


@click.group(help=_("Check, release and prepare courses."))
def courses() -> None:
    """The commands about courses."""


@courses.command(
    help=_("Say everything that is wrong with courses, each a folder or a zip. Exits 1 if there are errors.")
)
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
@click.option("--language", type=click.Choice(["fr", "en"]), help=_("Language of the messages."))
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", help=_("For people or programs.")
)
@click.option(
    "--history",
    "is_compared",
    is_flag=True,
    help=_("With git, show what changed since a translation was made; for courses of your own."),
)
def check(paths: tuple[Path, ...], language: str | None, shape: str, is_compared: bool) -> None:
    """Check courses."""
    from lms.publishing.checking import as_json, as_text, check_courses

    if language:
        speak(language)
    paths = _courses_among(paths)
    if is_compared:
        from lms.publishing.cli.history import former_versions, unsafe_settings

        for path in paths:
            if names := unsafe_settings(path):
                message = _("%(path)s: its history is not read, because its git repository sets %(names)s.")
                click.echo(message % {"path": path, "names": ", ".join(names)}, err=True)
        checked = check_courses(paths, former_versions)
    else:
        checked = check_courses(paths)
    click.echo(as_json(checked) if shape == "json" else as_text(checked))
    sys.exit(1 if any(one.report.has_errors for one in checked) else 0)


@courses.command(help=_("Say how long the lessons of courses are, and how easy to read, in each language."))
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
@click.option("--language", type=click.Choice(["fr", "en"]), help=_("Language of the messages."))
def measure(paths: tuple[Path, ...], language: str | None) -> None:
    """Measure courses."""
    from lms.publishing.measuring import measure_course, measure_lines

    if language:
        speak(language)
    for path in _courses_among(paths):
        click.echo(str(path))
        for line in measure_lines(measure_course(path)):
            click.echo(line)


@courses.command(help=_("Release courses, each a folder or a zip, and say what that changes."))
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
@click.option("--dry-run", "is_trial", is_flag=True, help=_("Say what a release would change, and change nothing."))
def release(paths: tuple[Path, ...], is_trial: bool) -> None:
    """Release courses; each in a transaction of its own, so that one that is refused stops no other."""
    from lms.publishing.telling import change_lines, problem_lines, released_line

    refused = False
    paths = _courses_among(paths)
    with opened() as config:
        from lms.publishing.actions import BrokenCourse

        for path in paths:
            try:
                made, report = _release(path, config, is_trial)
            except BrokenCourse as refusal:
                refused = True
                for line in problem_lines(path, refusal.problems):
                    click.echo(line)
                click.echo(worded(refusal))
                continue
            stale = [problem for problem in report if problem.code.startswith("stale")]
            for line in problem_lines(path, stale):
                click.echo(line)
            if made is None:
                click.echo(_("%(path)s: nothing to release, readers see just this.") % {"path": path})
                continue
            click.echo(released_line(made.slug, made.number, is_trial=is_trial))
            for line in change_lines(made.changes):
                click.echo(f"  {line}")
    sys.exit(1 if refused else 0)


def _courses_among(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders and zips among what a shell's `courses/*` names; what stands beside them is told and passed over."""
    wanted = tuple(path for path in paths if path.is_dir() or path.suffix.lower() == ".zip")
    for path in paths:
        if path not in wanted:
            message = _("%(path)s: passed over, a course is a folder or a file named .zip.")
            click.echo(message % {"path": path}, err=True)
    if not wanted:
        raise click.UsageError(_("None of these is a course: name its folder, or its .zip."))
    return wanted


def _release(path: Path, config: Config, is_trial: bool) -> tuple[Any, Report]:
    from lms.clock import now
    from lms.courseware.directory import read_directory
    from lms.db import db
    from lms.publishing import actions
    from lms.publishing.actions.administering import note_release
    from lms.publishing.actions.shipped import folder_name
    from lms.publishing.coursefiles import read_files, with_courses
    from lms.publishing.queries import releases
    from lms.publishing.telling import problem_lines

    report = Report()
    files = read_files(path, report)
    if report.has_errors and not files.contents:  # a zip that was refused
        raise actions.BrokenCourse(files.slug, report)
    registers = Report()
    with actions.reading():
        directory = with_courses(read_directory(config.courses_dir, registers), releases.slugs())
    for line in problem_lines(config.courses_dir, registers):
        click.echo(line)
    whole = path.resolve()
    folder = folder_name(files.slug) if whole == config.courses_dir / files.slug else str(whole)
    prepared = actions.prepare_release(files, directory, folder, report)
    made = actions.release(prepared, at := now(), is_trial=is_trial)
    if is_trial:
        db.session.rollback()
    else:
        if made is not None:
            note_release(made, prepared, actor=operator(), at=at)
        db.session.commit()
    return made, report


@courses.command("list", help=_("List the courses and their releases; * marks the one that readers see."))
def list_() -> None:
    """List courses."""
    with opened():
        from lms.publishing.actions import reading
        from lms.publishing.queries import releases

        with reading():
            rows = releases.courses()
    for course in rows:
        click.echo(f"{course.slug} ({course.source})")
        for made in course.releases:
            mark = "*" if made.is_current else " "
            click.echo(f"  {mark} {made.number:>3}  {made.created_at:%Y-%m-%d %H:%M} UTC  {made.folder}")
    if not rows:
        click.echo(_("No course has been released yet."))


@courses.command(help=_("Show readers an earlier release again: NUMBER, or the one before the current one."))
@click.argument("slug")
@click.argument("number", required=False, type=click.IntRange(min=1))
def rollback(slug: str, number: int | None) -> None:
    """Move the pointer back."""
    with opened():
        from lms.clock import now
        from lms.db import db
        from lms.publishing import actions
        from lms.publishing.actions.administering import note_rollback

        at = now()
        former, shown = actions.rollback(slug, number, at)
        note_rollback(slug, former, shown, actor=operator(), reason="", at=at)
        db.session.commit()
    message = _("%(slug)s: readers see release %(number)s now, no longer %(former)s.")
    click.echo(message % {"slug": slug, "number": shown, "former": former})


@courses.command(help=_("Retire a course: nobody can begin it any more; those who take it go on."))
@click.argument("slug")
@click.option("--reason", required=True, help=_("Why, for the audit log."))
def retire(slug: str, reason: str) -> None:
    """Take a course out of the catalogue."""
    _set_retired(slug, reason, is_retired=True)
    click.echo(_("%(slug)s is retired: nobody can begin it, those who take it go on.") % {"slug": slug})


@courses.command(help=_("List a retired course again."))
@click.argument("slug")
@click.option("--reason", required=True, help=_("Why, for the audit log."))
def reopen(slug: str, reason: str) -> None:
    """Put a course back into the catalogue."""
    _set_retired(slug, reason, is_retired=False)
    click.echo(_("%(slug)s is listed again.") % {"slug": slug})


def _set_retired(slug: str, reason: str, *, is_retired: bool) -> None:
    with opened():
        from lms.clock import now
        from lms.db import db
        from lms.publishing import actions

        change = actions.retire if is_retired else actions.reopen
        change(slug, actor=operator(), reason=reason, at=now())
        db.session.commit()


@courses.command(help=_("Compile the releases of a course, or of all, again, after the compiler has changed."))
@click.argument("slug", required=False)
def recompile(slug: str | None) -> None:
    """Compile again."""
    with opened():
        from lms.db import db
        from lms.publishing import actions
        from lms.publishing.cli.starting import refused_lines
        from lms.publishing.queries import releases

        with actions.reading():
            slugs = [slug] if slug else sorted(releases.slugs())
        outcome = actions.Recompiled()
        for one in slugs:  # each in a transaction of its own: no more than one course is held in memory
            outcome.add(actions.recompile(one))
            db.session.commit()
    for line in refused_lines(outcome):
        click.echo(line)
    count = len(outcome.releases)
    text = ngettext("%(num)d release compiled again.", "%(num)d releases compiled again.", count) % {"num": count}
    changed = outcome.changed_parts
    pages = ngettext("%(num)d page is different.", "%(num)d pages are different.", changed) % {"num": changed}
    click.echo(f"{text} {pages}")
    sys.exit(1 if outcome.refused else 0)


@courses.command(help=_("Record in translations that they say what their originals say now."))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def translated(files: tuple[Path, ...]) -> None:
    """Record the state of the original in its translations."""
    from lms.publishing.cli.translating import record_state

    for path in files:
        if path.name.startswith("glossary."):
            click.echo(_("%(path)s has no head to record anything in: skipped.") % {"path": path})
            continue
        original = record_state(path)
        click.echo(_("%(path)s translates %(original)s as it is now.") % {"path": path, "original": original})


@courses.command(
    help=_("Begin a course in the new folder DIR, with one of everything. Its name becomes the course's slug.")
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Begin a course."""
    from lms.publishing.cli.beginning import begin_course

    count = begin_course(folder)
    text = ngettext("%(num)d file written in %(folder)s.", "%(num)d files written in %(folder)s.", count)
    click.echo(text % {"num": count, "folder": folder})
    click.echo(_("See it with: python3 -m lms courses preview %(folder)s") % {"folder": folder})


@courses.command(
    help=_("Serve the course in the folder DIR, as it is on the disk, to this computer alone. Ctrl-C ends it.")
)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help=_("Port to listen on."))
def preview(folder: Path, port: int) -> None:
    """Preview a course."""
    from lms.publishing.cli.preview import serve_preview

    serve_preview(folder, port, create_app())
