"""The learner's pages of a course as it is on its author's disk, reloaded on save, with its problems beside them.

The application itself, on loopback, over a database in a temporary folder into which the course is released anew
whenever one of its files changes: with errors too, as far as it can be read.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import click
from flask import Blueprint, Flask, jsonify, request
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response

from lms.clock import now
from lms.config import ROOT, Config, read_config
from lms.console import gettext as _
from lms.courseware.directory import read_directory
from lms.courseware.model import Directory
from lms.courseware.problems import Problem, Report, Severity
from lms.courseware.reader import read_course
from lms.courseware.source import is_ignored, read_folder
from lms.db import db, read_only
from lms.migrating import migrate
from lms.publishing.actions import storing
from lms.publishing.actions.words import words_for
from lms.publishing.coursefiles import directory_around
from lms.publishing.preparing import Prepared, prepare
from lms.publishing.queries import releases
from lms.publishing.readable import readable
from lms.publishing.wording import sentence
from lms.web.access import ANYONE, access

HOSTS = ["127.0.0.1", "localhost", "[::1]"]
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Preview:
    """What is shown of a course: which state of its folder, and what is wrong with it."""

    folder: Path
    version: str = ""
    problems: tuple[Problem, ...] = ()
    is_shown: bool = False  # False: this state cannot be shown, pages are those of an earlier one, or none
    _seen: str = ""
    _lock: Lock = field(default_factory=Lock)

    @property
    def errors(self) -> list[Problem]:
        """What keeps the course from being released."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        """What is worth mending."""
        return [problem for problem in self.problems if problem.severity is Severity.WARNING]

    def refresh(self) -> None:
        """Bring the pages up to what is on the disk, if that has changed."""
        with self._lock:
            seen = fingerprint(self.folder)
            if seen == self._seen:
                return
            report = Report()
            try:
                self.is_shown = self._release(report)
            except Exception:
                # The author is typing: whatever a half-written file sets off, the next save is looked at again.
                logger.exception("%s cannot be shown as it is", self.folder)
                db.session.rollback()
                self.is_shown = False
            self.problems = tuple(report)
            self._seen = seen
            self.version = hashlib.sha256(seen.encode("utf-8", "surrogateescape")).hexdigest()[:12]

    def _release(self, report: Report) -> bool:
        files = read_folder(self.folder, report)
        directory = self._directory(report)
        course = read_course(files, directory, report)
        shown = readable(course) if course else None
        if shown is None:
            return False
        token = read_only.set(False)
        try:
            db.session.rollback()
            prepared = prepare(
                files, shown, directory, str(self.folder), words_for(shown.languages), releases.known_parts
            )
            self._store(prepared)
            db.session.commit()
        finally:
            read_only.reset(token)
        return True

    def _store(self, prepared: Prepared) -> None:
        storing.keep_media(prepared)
        course = storing.locked_course(prepared.slug, now())
        assert course is not None
        storing.point_to(storing.store_release(course, prepared, now()), now())

    def _directory(self, report: Report) -> Directory:
        around = directory_around(self.folder, report)
        return around if around.institutions is not None else read_directory(ROOT / "courses", Report())


def fingerprint(folder: Path) -> str:
    """A text that differs when a file of the course, or a register beside it, has been saved."""
    registers = [folder.parent / name for name in ("institutions.yml", "topics.yml")]
    return "\n".join(filter(None, map(_stamp, sorted([*_files(folder), *registers]))))


def _stamp(path: Path) -> str:
    """When a file was saved, and its size; nothing for one that is not there, or goes while its editor saves it."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{path} {stat.st_mtime_ns} {stat.st_size}"


def _files(folder: Path) -> Iterable[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_ignored(name)]
        yield from (Path(place, name) for name in names if not is_ignored(name) and not Path(place, name).is_symlink())


def create_preview(folder: Path, create_app: Callable[[Config], Flask], instance_dir: Path, port: int = 8001) -> Flask:
    """The application over a course's folder; what it keeps lies in `instance_dir` and may be thrown away."""
    config = read_config(
        {
            "LMS_INSTANCE_DIR": str(instance_dir),
            "LMS_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LMS_COURSES_DIR": str(folder.parent),
        }
    )
    app = create_app(config)
    # Another site that has its name lead to this computer must not read drafts.
    app.config["TRUSTED_HOSTS"] = HOSTS
    preview = Preview(folder)
    with app.app_context():
        migrate(db.engine)
        preview.refresh()

    blueprint = Blueprint("preview", __name__)

    @blueprint.get("/preview/state")
    @access(ANYONE)
    def state() -> Response:
        """Which state of the folder pages show now."""
        response = jsonify(version=preview.version)
        response.headers["Cache-Control"] = "no-store"
        return response

    app.register_blueprint(blueprint)
    app.before_request(preview.refresh)
    app.context_processor(lambda: {"preview": preview, "preview_sentence": _sentence} if _is_trusted() else {})
    app.extensions["preview"] = preview
    return app


def _is_trusted() -> bool:
    """Whether the request came by one of HOSTS: any other one is refused, and its page says nothing of the course."""
    return not isinstance(request.routing_exception, SecurityError)


def _sentence(problem: Problem) -> str:
    from flask_babel import gettext

    return sentence(problem, gettext)


def serve_preview(folder: Path, port: int, create_app: Callable[[Config], Flask]) -> None:
    """Serve a course's folder to this computer alone until Ctrl-C."""
    from waitress import serve

    folder = folder.resolve()
    with tempfile.TemporaryDirectory(prefix="palabre-preview-") as instance:
        app = create_preview(folder, create_app, Path(instance), port)
        click.echo(_("The preview is at %(address)s — Ctrl-C ends it.") % {"address": f"http://127.0.0.1:{port}/"})
        logging.getLogger("waitress").setLevel(logging.WARNING)
        try:
            serve(app, host="127.0.0.1", port=port, threads=4, ident=None)
        finally:
            with app.app_context():
                db.engine.dispose()
