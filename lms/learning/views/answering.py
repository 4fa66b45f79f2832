"""The questions of an attempt: one a page, or all on one. Each save names the version that it saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.assessment.models import Answer as KeptAnswer
from lms.assessment.queries import (
    Answer,
    Asked,
    Fields,
    KeptFields,
    LockedAnswer,
    OtherAnswer,
    PrefixedFields,
    form_fields,
    move,
    read_answer,
    shown_items,
)
from lms.courseware.questions import Kind
from lms.idempotency.access import once
from lms.learning import actions
from lms.learning.taking import cases_of, neighbours
from lms.learning.views.attempts import Taking, closed_course, taking
from lms.learning.views.blueprint import bp
from lms.web.access import SIGNED_IN, access
from lms.web.forms import mint_key
from lms.web.locale import current_language

PATH = "/courses/<slug>/quizzes/<key>/attempts/<attempt>"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says of one question."""

    asked: Asked
    version: int
    answer: Answer
    moved: str  # "up" or "down" and the id of the thing to move, or ""

    @property
    def problem(self) -> str:
        """Why it cannot be kept as an answer: "empty", "unreadable", or nothing."""
        if self.answer.is_empty:
            return "empty"
        return "unreadable" if self.asked.question.kind == Kind.NUMERIC and self.answer.number is None else ""

    @property
    def fields(self) -> list[list[str]]:
        """The answer as it is kept."""
        return [list(pair) for pair in form_fields(self.answer)]


@bp.get(f"{PATH}/questions/<question>")
@access(SIGNED_IN)
def attempt_question(slug: str, key: str, attempt: str, question: str) -> ResponseReturnValue:
    """One question of an attempt, with what was answered so far."""
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    asked = found.find(question)
    if found.is_closed:
        return redirect(found.address("attempt_result"))
    return closed_course(found) or _question_page(found, asked, found.answer(asked))


@bp.post(f"{PATH}/questions/<question>")
@access(SIGNED_IN)
@once
def save_answer(slug: str, key: str, attempt: str, question: str) -> ResponseReturnValue:
    """Keep an answer and lead on; what cannot be kept is shown again as it was typed."""
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    asked = found.find(question)
    if stop := closed_course(found):
        return stop
    sent = _read(asked, request.form, request.form)
    if sent.problem and not found.is_closed:
        return _question_page(found, asked, sent.answer, sent.problem), 422
    kept = _save(found, [sent])
    if not isinstance(kept, dict):
        return kept
    if found.attempt.closed_at is not None:
        return redirect(found.address("attempt_result"), 303)
    then = {"then": "check"} if request.form.get("then") == "check" else {}
    row = kept[question]
    if sent.moved or (row and row.is_locked):
        moved = {"moved": sent.moved} if sent.moved else {}
        return redirect(found.address("attempt_question", question=question, **then, **moved), 303)
    following = neighbours((one.key for one in found.asked), question).next
    if then or following is None:
        return redirect(found.address("attempt"), 303)
    return redirect(found.address("attempt_question", question=following), 303)


@bp.post(PATH)
@access(SIGNED_IN)
@once
def save_answers(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    """Keep the answers of a page that holds all questions."""
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    if stop := closed_course(found):
        return stop
    sent = [
        _read(asked, PrefixedFields(request.form, prefix), request.form, prefix)
        for asked in found.asked
        if f"{(prefix := asked.key + ':')}version" in request.form
    ]
    if not sent:
        abort(400)
    problems = {one.asked.key: one.problem for one in sent if one.problem == "unreadable"}
    if problems and not found.is_closed:
        return all_questions(found, {one.asked.key: one.answer for one in sent}, problems), 422
    kept = _save(found, sent)
    if not isinstance(kept, dict):
        return kept
    if found.attempt.closed_at is not None:
        return redirect(found.address("attempt_result"), 303)
    moved = next((one for one in sent if one.moved), None)
    if moved:
        return redirect(found.address("attempt", moved=moved.moved) + f"#question-{moved.asked.key}", 303)
    return redirect(found.address("attempt", check="1"), 303)


@bp.post(f"{PATH}/keep")
@access(SIGNED_IN)
def keep_answer(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    """Keep one answer while it is being given, for script: 204 says what its next save names.

    `X-Version` is the version that was kept, `X-Form-Key` a key for the next save; `X-Late`: the end came first. Sent
    again after something else was saved, it was kept then and is not what counts now: both are shown.
    """
    reply = make_response(_keep(slug, key, attempt))
    if reply.status_code == 204 and "X-Version" not in reply.headers:
        reply = make_response(_kept_before(slug, key, attempt))
    if reply.status_code == 204:
        reply.headers["X-Form-Key"] = mint_key()
    return reply


@once
def _keep(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    if stop := closed_course(found):
        return stop
    sent = _read_one(found)
    kept = _save(found, [sent], is_final=False)
    return _kept_reply(sent, kept[sent.asked.key]) if isinstance(kept, dict) else kept


def _kept_before(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    """The reply to what arrives once more: the version of the answer, if it is still the one that was sent."""
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    sent = _read_one(found)
    row = found.kept.get(sent.asked.key)
    is_there = sent.fields in (row.fields, row.late_fields) if row else sent.answer.is_empty
    return _kept_reply(sent, row) if is_there else _both(found, [sent], OtherAnswer([sent.asked.key]))


def _kept_reply(sent: Sent, row: KeptAnswer | None) -> Response:
    reply = Response(status=204)
    reply.headers["X-Version"] = str(row.version if row else 0)
    if row and row.is_late and row.fields != sent.fields:
        reply.headers["X-Late"] = "1"
    return reply


def _read_one(found: Taking) -> Sent:
    """The one answer that a form of `keep_answer` carries."""
    asked = found.find(_question_sent())
    prefix = f"{asked.key}:"
    return _read(asked, PrefixedFields(request.form, prefix), request.form, prefix)


def _question_sent() -> str:
    """The key of the one question that a form of `keep_answer` is about."""
    keys = [name.removesuffix(":version") for name in request.form if name.endswith(":version")]
    return keys[0] if len(keys) == 1 else abort(400)


def all_questions(
    found: Taking, answers: Mapping[str, Answer] | None = None, problems: Mapping[str, str] | None = None
) -> str:
    """All questions on one page; `answers` as they were typed, where the page is shown again."""
    return render_template(
        "learning/attempt_all.html",
        taking=found,
        answers={asked.key: (answers or {}).get(asked.key) or found.answer(asked) for asked in found.asked},
        problems=problems or {},
        moved=_moved_thing(found),
        cases_of=cases_of,
    )


def _question_page(found: Taking, asked: Asked, answer: Answer, problem: str = "") -> str:
    around = neighbours((one.key for one in found.asked), asked.key)
    firsts = {one.quiz.key: one.key for one in reversed(found.asked)}
    is_locked = found.is_locked(asked)
    return render_template(
        "learning/attempt_question.html",
        taking=found,
        asked=asked,
        answer=answer,
        problem=problem,
        verdict=found.verdict(asked) if is_locked else None,
        around=around,
        then=request.values.get("then") == "check",
        moved=_moved_thing(found).get(asked.key),
        cases=cases_of(asked.quiz),
        # What was read on the quiz's own page is folded; the case of another quiz is new to the reader.
        is_case_new=asked.quiz.key != found.quiz.key and firsts[asked.quiz.key] == asked.key,
    )


def _read(asked: Asked, fields: Fields, form: Mapping[str, str], prefix: str = "") -> Sent:
    answer = read_answer(asked.question, fields, current_language())
    moved = ""
    for way, steps in (("up", -1), ("down", 1)):
        item = form.get(prefix + way, "")
        if item and asked.question.kind == Kind.ORDERING:
            shown = tuple(one.id for one in shown_items(asked.question, answer))
            answer = replace(answer, chosen=move(shown, item, steps))
            moved = f"{way}-{item}"
    version = form.get(f"{prefix}version", "")
    return Sent(asked, int(version) if version.isdecimal() and len(version) < 9 else 0, answer, moved)


def _save(
    found: Taking, sent: list[Sent], *, is_final: bool = True
) -> dict[str, KeptAnswer | None] | ResponseReturnValue:
    """Keep what was sent, or show both where something else was saved meanwhile."""
    try:
        return actions.save_answers(
            found.enrolment,
            current_person(),
            found.attempt,
            {one.asked.key: (KeptFields(form_fields(one.answer)), one.version) for one in sent},
            current_language(),
            found.at,
            is_final=is_final and not any(one.moved for one in sent),
            pinned=found.page.pinned,
        )
    except (OtherAnswer, LockedAnswer) as refusal:
        return _both(found, sent, refusal)


def _both(found: Taking, sent: list[Sent], refusal: OtherAnswer | LockedAnswer) -> ResponseReturnValue:
    """What is saved beside what was given just now, for the learner to choose."""
    page = render_template(
        "learning/attempt_conflict.html",
        taking=found,
        sent=sent,
        keys=refusal.question_keys,
        is_locked=isinstance(refusal, LockedAnswer),
        form_fields=form_fields,
    )
    return page, 409


def _moved_thing(found: Taking) -> dict[str, dict[str, object]]:
    """By question, the thing that a button has just moved: for the page to say where it is, and to keep it in hand."""
    way, _, item_id = request.args.get("moved", "").partition("-")
    for asked in found.asked if item_id else ():
        order = found.answer(asked).chosen
        item = next((one for one in asked.question.items if one.id == item_id), None)
        if item and item_id in order:
            place = order.index(item_id) + 1
            return {asked.key: {"id": item.id, "text": item.text, "place": place, "is_up": way == "up"}}
    return {}
