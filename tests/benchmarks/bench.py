"""`python3 -m lms bench`: checks and releases a large course, then reads and takes courses as fast as can be."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from lms.config import ROOT
from lms.console import gettext as _
from lms.errors import N_, Refusal
from tests.benchmarks import crowd as learning
from tests.benchmarks import examination
from tests.benchmarks.course import change_lessons, write_course
from tests.benchmarks.learners import make_learners
from tests.benchmarks.load import ask_for, fingerprint
from tests.benchmarks.paint import PROCESSOR_SLOWED, first_paints
from tests.benchmarks.taken import QUESTIONS, QUIZZES, write_taken_course

SLUG = "synthetic"
LESSON = f"/en/courses/{SLUG}/lessons/lesson-0001"
TAKEN = "taken"
SHIPPED = ("fundamentals", "welcome")  # the first advises the second
PAINTED = "/fr/courses/fundamentals/lessons/risk"
BROWSER = {"Accept-Encoding": "br, gzip", "Accept-Language": "en"}
CHANGED = 10
CERTIFIED = 24


@click.command(help=_("Measure this machine: check and release a large course, and serve a lesson of it."))
@click.option(
    "--lessons", default=300, show_default=True, type=click.IntRange(10, 9990), help=_("Lessons of the course.")
)
@click.option(
    "--seconds", default=5.0, show_default=True, type=click.FloatRange(0.1, 300), help=_("Length of each load.")
)
@click.option(
    "--visits", default=3, show_default=True, type=click.IntRange(0, 20), help=_("Visits by a slow phone on each line.")
)
@click.option(
    "--learners",
    default=100_000,
    show_default=True,
    type=click.IntRange(0, 1_000_000),
    help=_("Enrolments that figures are counted from; 0: none."),
)
@click.option("--postgresql", is_flag=True, help=_("Measure on the PostgreSQL of the tests instead of SQLite."))
@click.option(
    "--crowd",
    type=click.IntRange(1, 20_000),
    help=_("Instead: so many learners who come one after the other and take a quiz, on granian and PostgreSQL."),
)
@click.option(
    "--within",
    default=180.0,
    show_default=True,
    type=click.FloatRange(0, 3600),
    help=_("Seconds within which all of them come."),
)
@click.option(
    "--think",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0, 600),
    help=_("Seconds that each of them thinks before an answer."),
)
@click.option(
    "--tries",
    default=1,
    show_default=True,
    type=click.IntRange(1, 1000),
    help=_("How often each of them takes the quiz."),
)
def bench(
    lessons: int,
    seconds: float,
    visits: int,
    learners: int,
    postgresql: bool,
    crowd: int | None,
    within: float,
    think: float,
    tries: int,
) -> None:
    """Measure on a throw-away installation; nothing of this one is touched."""
    if crowd is not None:
        _examine(crowd, within, think, tries)
        return
    with TemporaryDirectory(prefix="palabre-bench-") as name, _database(postgresql) as database:
        folder = Path(name)
        courses = folder / "courses"
        courses.mkdir()
        for path in (ROOT / "courses").glob("*.yml"):
            shutil.copy(path, courses)
        for slug in SHIPPED:
            shutil.copytree(ROOT / "courses" / slug, courses / slug)
        write_course(courses / SLUG, lessons)
        write_taken_course(courses / TAKEN)
        environ = {**os.environ, "LMS_INSTANCE_DIR": str(folder / "instance"), "LMS_COURSES_DIR": str(courses)}
        environ["LMS_DATABASE_URL"] = database
        click.echo(_("A course of %(lessons)d lessons in two languages:") % {"lessons": lessons})
        _say(_("check"), _timed("courses", "check", str(courses / SLUG), environ=environ))
        _say(_("first start: migrate, release, serve"), _start_seconds(environ))
        change_lessons(courses / SLUG, CHANGED)
        _say(_("start after a change of %(count)d lessons") % {"count": CHANGED}, _start_seconds(environ))
        _say(_("start with nothing to do"), _start_seconds(environ))
        with _site(environ) as (pid, address):
            cookies = make_learners(environ, [SLUG, TAKEN], CERTIFIED)
            _measure_lesson(pid, f"{address}{LESSON}", seconds, cookies[0])
            _measure_learners(pid, address, cookies, seconds)
            _measure_paints(f"{address}{PAINTED}", visits)
        _measure_figures(environ, learners)


def _examine(learners: int, within_s: float, think_s: float, tries: int) -> None:
    """A quiz of more questions, one a page, taken by a crowd."""
    with TemporaryDirectory(prefix="palabre-bench-") as name, _database(True) as database:
        courses = Path(name) / "courses"
        courses.mkdir()
        for path in (ROOT / "courses").glob("*.yml"):
            shutil.copy(path, courses)
        write_taken_course(courses / TAKEN, examination.QUESTIONS)
        environ = {**os.environ, "LMS_INSTANCE_DIR": str(Path(name) / "instance"), "LMS_COURSES_DIR": str(courses)}
        environ["LMS_DATABASE_URL"] = database
        _start_seconds(environ)
        figures = {"learners": learners, "questions": examination.QUESTIONS, "seconds": within_s}
        click.echo(
            _("%(learners)d learners, %(questions)d questions one a page, all there within %(seconds)d s:") % figures
        )
        examination.examine(environ, TAKEN, QUIZZES["one"], learners, within_s, think_s, tries)


@contextmanager
def _database(is_postgresql: bool) -> Iterator[str]:
    """The address of a database without tables; "" for the SQLite file of the installation."""
    if not is_postgresql:
        yield ""
        return
    from tests.databases import postgresql_server

    with postgresql_server("bench") as server:
        yield server.empty("bench")


def _say(what: str, seconds: float) -> None:
    click.echo(f"  {what}: {seconds:.2f} s")


def _timed(*arguments: str, environ: dict[str, str]) -> float:
    started = time.monotonic()
    command = [sys.executable, "-m", "lms.commandline", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refusal(N_("The command failed: %(output)s"), output=(done.stdout + done.stderr)[-2000:])
    return time.monotonic() - started


def _start_seconds(environ: dict[str, str]) -> float:
    started = time.monotonic()
    with _site(environ):
        return time.monotonic() - started


@contextmanager
def _site(environ: dict[str, str]) -> Iterator[tuple[int, str]]:
    """A server of its own process, from its start to its first line that names the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "lms.commandline", "serve", "--port", str(port)]
    # Its log goes where it costs what it costs and hides no figure.
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        if not any(f":{port}/" in line for line in process.stdout):
            raise Refusal(N_("The server did not start."))
        yield process.pid, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _measure_lesson(pid: int, address: str, seconds: float, cookie: str) -> None:
    ask_for(address, pid, min(1.0, seconds), BROWSER)  # what is compiled once is compiled
    known = {**BROWSER, "If-None-Match": fingerprint(address, BROWSER)}
    signed_in = {**BROWSER, "Cookie": cookie}
    for what, headers in (
        (_("an anonymous lesson"), BROWSER),
        (_("the same, when the reader has it"), known),
        (_("the same, signed in and enrolled"), signed_in),
    ):
        load = ask_for(address, pid, seconds, headers)
        figures = {"rate": load.per_second, "processor": load.processor_ms, "size": load.size_bytes}
        click.echo(
            f"  {what}: " + _("%(rate).0f requests/s, %(processor).2f ms of processor, %(size)d bytes") % figures
        )


def _measure_learners(pid: int, site: str, cookies: Sequence[str], seconds: float) -> None:
    """Learners at work, several at once. What the database's own processes use is not counted."""
    click.echo(_("%(count)d learners at once:") % {"count": learning.AT_ONCE})
    names = {
        "one": _("a whole attempt of %(count)d questions, one a page") % {"count": QUESTIONS},
        "all": _("a whole attempt of %(count)d questions, all on one page") % {"count": QUESTIONS},
        "certificate": _("a course completed and its certificate issued"),
    }
    for name, work in learning.measured(pid, site, TAKEN, cookies, seconds):
        figures = {"requests": work.requests, "processor": work.processor_ms, "rate": work.per_second}
        click.echo(
            f"  {names[name]}: "
            + _("%(requests).0f requests, %(processor).1f ms of processor, %(rate).1f a second") % figures
        )


def _measure_figures(environ: dict[str, str], learners: int) -> None:
    """Figures and files of them, each in a process of its own. What the database's own processes use is not counted."""
    if not learners:
        return
    click.echo(_("Figures of %(count)d enrolments:") % {"count": learners})
    names = {
        "page": _("the page that opens first"),
        "filter": _("the same by month, of women"),
        "course": _("the same of one course, lesson by lesson"),
        "modules": _("the same by module, of every course"),
        "csv": _("every enrolment as CSV"),
        "xlsx": _("every enrolment as XLSX"),
    }
    for what in ("make", *names):
        command = [sys.executable, "-m", "tests.benchmarks.figures", what, str(learners)]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Refusal(N_("The command failed: %(output)s"), output=(done.stdout + done.stderr)[-2000:])
        if what in names:
            _name, seconds, processor, peak = done.stdout.split()
            figures = {"seconds": float(seconds), "processor": float(processor), "peak": float(peak)}
            click.echo(
                f"  {names[what]}: "
                + _("%(seconds).2f s, %(processor).2f s of processor, %(peak).0f MB at most") % figures
            )


def _measure_paints(address: str, visits: int) -> None:
    """The first paint of a real lesson, with a picture, on a slow phone with an empty cache."""
    if not visits:
        return
    click.echo(_("A lesson with a picture, on a processor slowed %(times)d times:") % {"times": PROCESSOR_SLOWED})
    paints = list(first_paints(address, visits))
    for paint in paints:
        figures = {
            "line": paint.line.name,
            "kilobits": paint.line.kilobits,
            "milliseconds": paint.line.milliseconds,
            "seconds": paint.seconds,
            "requests": paint.requests,
            "kilobytes": paint.kilobytes,
        }
        click.echo(
            _(
                "  %(line)s, %(kilobits)d kbit/s and %(milliseconds)d ms: first paint after %(seconds).2f s; "
                "%(requests)d requests, %(kilobytes).1f KB"
            )
            % figures
        )
    if not paints:
        click.echo(_("  NOT RUN: Chromium is missing"))
