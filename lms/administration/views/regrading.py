"""An author's wrong key: which questions were graded by it, what a regrade would change, doing and undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.administration.access import acting
from lms.administration.forms import read_reason
from lms.administration.queries.regrading import SHOWN, preview
from lms.administration.views.blueprint import bp
from lms.assessment.queries import (
    Candidate,
    Correction,
    RegradeLine,
    Rewording,
    candidates,
    regrades,
    releases_taken,
    rewording,
)
from lms.clock import now
from lms.courseware.compiled import Outline
from lms.errors import N_, Refusal
from lms.idempotency.access import once
from lms.learning import actions
from lms.publishing.models import Release
from lms.publishing.queries import release_outlines, releases
from lms.publishing.queries.quizzes import Quizzes, quizzes_in
from lms.web.access import ADMINISTRATOR, access
from lms.web.locale import current_language

PATH = "/administration/courses/<slug>/regrades"
MAPPED = "map."  # and a former id: which of the present ones it is


@dataclass(frozen=True, slots=True)
class _Course:
    """A course with the release that readers see."""

    slug: str
    release: Release
    outline: Outline
    taken: Mapping[int, datetime]  # the releases that attempts are pinned to, and when the last of these began
    known: Mapping[int, Quizzes]  # of the release, of those that are taken, and of those of regrades
    lines: tuple[RegradeLine, ...]

    @property
    def mark(self) -> str:
        """What a page was shown of: changes with each release and each regrade."""
        return f"{self.release.id}.{self.lines[0].regrade.id if self.lines else 0}"

    @property
    def candidates(self) -> list[Candidate]:
        """What may be regraded."""
        in_force = {one.regrade.question_key: one.regrade for one in self.lines[::-1] if one.regrade.undone_at is None}
        return candidates(self.release.id, self.known, current_language(), self.taken, in_force)

    @property
    def last_in_force(self) -> int | None:
        """The regrade that can be taken back."""
        return next((line.regrade.id for line in self.lines if line.regrade.undone_at is None), None)


@bp.get(PATH)
@access(ADMINISTRATOR)
def course_regrades(slug: str) -> ResponseReturnValue:
    """Questions that were graded by another key before, and the regrades so far."""
    return _list_page(_found(slug))


@bp.post(PATH)
@access(ADMINISTRATOR)
@once
def take_back_regrade(slug: str) -> ResponseReturnValue:
    """Take the last regrade back."""
    found = _found(slug)
    typed = request.form.get("regrade", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else abort(400)
    try:
        reason = read_reason(request.form.get("reason", ""))
    except Refusal as refusal:
        return _list_page(found, {"reason": refusal})
    try:
        actions.take_back(found.release.course_id, slug, number, actor=acting(), reason=reason, at=now())
    except Refusal as refusal:
        return _list_page(found, refusal=refusal)
    return redirect(url_for(".course_regrades", slug=slug, done="back"), 303)


@bp.get(f"{PATH}/<question>")
@access(ADMINISTRATOR)
def question_regrade(slug: str, question: str) -> ResponseReturnValue:
    """What regrading a question would change, for whom."""
    return _preview_page(_found(slug), question)


@bp.post(f"{PATH}/<question>")
@access(ADMINISTRATOR)
@once
def regrade_question(slug: str, question: str) -> ResponseReturnValue:
    """Regrade a question, as the preview showed it."""
    found = _found(slug)
    candidate = _candidate(found, question)
    if request.form.get("seen", "") != found.mark:
        return _preview_page(
            found, question, refusal=Refusal(N_("The course changed while you had this page before you: look again."))
        )
    try:
        reason = read_reason(request.form.get("reason", ""))
    except Refusal as refusal:
        return _preview_page(found, question, {"reason": refusal})
    words = rewording(question, found.release.id, found.known, current_language())
    actions.regrade(
        found.release.course_id, slug, candidate.key, found.release.id, _mapping(words, request.form.to_dict()),
        actor=acting(), reason=reason, details={"release": found.release.number}, at=now(),
    )  # fmt: skip
    return redirect(url_for(".course_regrades", slug=slug, done="made"), 303)


def _found(slug: str) -> _Course:
    release = releases.current(slug) or abort(404)
    outlines = release_outlines([release.id])[release.id]
    lines, taken = regrades(release.course_id), releases_taken(release.course_id)
    return _Course(
        slug=slug,
        release=release,
        outline=outlines.get(current_language()) or next(iter(outlines.values())),
        taken=taken,
        known=quizzes_in({*taken, release.id, *(one.regrade.release_id for one in lines)}),
        lines=tuple(lines),
    )


def _candidate(found: _Course, question: str) -> Candidate:
    return next((one for one in found.candidates if one.key == question), None) or abort(404)


def _mapping(words: Rewording, typed: dict[str, str]) -> dict[str, str]:
    """Which is which, as somebody said; what is unknown is as if it had not been said."""
    said = {former: typed.get(f"{MAPPED}{former}", "") for former in words.former}
    return {former: present for former, present in said.items() if present in words.present}


def _list_page(
    found: _Course, errors: dict[str, Refusal] | None = None, *, refusal: Refusal | None = None
) -> ResponseReturnValue:
    page = render_template(
        "administration/regrades.html",
        found=found,
        candidates=found.candidates,
        errors=errors or {},
        refusal=refusal,
        values=request.form.to_dict(),
        done=request.args.get("done", ""),
    )
    return page, 422 if errors else 409 if refusal else 200


def _preview_page(
    found: _Course, question: str, errors: dict[str, Refusal] | None = None, *, refusal: Refusal | None = None
) -> ResponseReturnValue:
    candidate = _candidate(found, question)
    words = rewording(question, found.release.id, found.known, current_language())
    typed = request.form.to_dict() or request.args.to_dict()
    is_said = any(name.startswith(MAPPED) for name in typed)
    mapping = _mapping(words, typed) if is_said else words.obvious
    page = render_template(
        "administration/regrade.html",
        found=found,
        candidate=candidate,
        words=words,
        mapping=mapping,
        is_twice=len(set(mapping.values())) < len(mapping),
        changes=preview(found.release.course_id, Correction(question, found.release.id, mapping, found.known), now()),
        most_shown=SHOWN,
        mapped=MAPPED,
        errors=errors or {},
        refusal=refusal,
        values={"reason": request.form.get("reason", "")},
    )
    return page, 422 if errors else 409 if refusal else 200
