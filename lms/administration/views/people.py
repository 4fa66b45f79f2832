"""People, found; the page of one; and what is done to their accounts."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import ROLE_NAMES, ROLE_POWERS
from lms.accounts.actions import governing
from lms.accounts.actions.factors import reset_factor
from lms.accounts.models import Person, Role
from lms.accounts.queries import sign_ins_of
from lms.administration.access import acting, may_help
from lms.administration.forms import read_reason
from lms.administration.queries.audit import entries_about_person
from lms.administration.queries.people import enrolments_of, find_people, mails_of, person_of
from lms.administration.views.blueprint import bp
from lms.administration.wording import EXTRA_TIMES
from lms.audit.queries import ACTS
from lms.certification.queries import certificates_of
from lms.clock import now, site_day
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import live_enrolment
from lms.errors import N_, Refusal
from lms.idempotency.access import once
from lms.learning import actions as learning
from lms.publishing.queries import outlines
from lms.web.access import ADMINISTRATOR, SUPPORT, access
from lms.web.locale import current_language

ENTRIES_SHOWN = 10
# What a page says after an act, by the word that its address then holds.
DONE = {
    "signed-out": N_("Signed out. Whoever uses that device signs in again."),
    "code": N_("A sign-in code is on its way, if the address still receives mail."),
    "disabled": N_("The account is disabled, and signed out everywhere."),
    "enabled": N_("The account is open again."),
    "role": N_("The role is changed. The person is signed out everywhere, and told by mail."),
    "reset": N_("The second factor is reset. The person is signed out everywhere, and told by mail."),
    "extra-time": N_("The extra time is set. It holds from now on, for an attempt under way as well."),
    "merged": N_("The two accounts are one. Both addresses are told by mail."),
}
NOT_SUPPORTS = N_("This account has a role: only an administrator may do that.")
Errors = dict[str, Refusal]


@bp.get("/administration/people")
@access(SUPPORT)
def people() -> ResponseReturnValue:
    """Find people by name, address or number of a certificate; without a word, those who came last."""
    text = " ".join(request.args.get("q", "").split())
    found = find_people(text, request.args.get("after", ""))
    return render_template("administration/people.html", text=text, found=found, role_names=ROLE_NAMES)


@bp.get("/administration/people/<person>")
@access(SUPPORT)
def person(person: str) -> ResponseReturnValue:
    """What somebody is, has and was sent, and what may be done."""
    return _page(person, {})


def _page(public_id: str, errors: Errors) -> ResponseReturnValue:
    at = now()
    found = person_of(public_id)
    if found is None:
        abort(404)
    somebody, has_factor_since = found
    taken = enrolments_of(somebody.id)
    titles = {outline.slug: outline.title for outline in outlines(current_language(), with_retired=True)}
    page = render_template(
        "administration/person.html",
        person=somebody,
        has_factor_since=has_factor_since,
        sign_ins=sign_ins_of(somebody.id, at),
        enrolments=[(titles.get(slug, slug), slug, enrolment) for slug, enrolment in taken],
        certificates=certificates_of(somebody.id, site_day(at)),
        mails=mails_of(somebody.id),
        entries=entries_about_person(somebody.id, ENTRIES_SHOWN),
        acts=ACTS,
        role_names=ROLE_NAMES,
        role_powers=ROLE_POWERS,
        may_help=may_help(somebody),
        extra_times=EXTRA_TIMES,
        errors=errors,
        values=request.form.to_dict() if errors else _present(somebody, taken),
        done=DONE.get(request.args.get("done", "")),
    )
    return page, 422 if errors else 200


def _present(somebody: Person, taken: list[tuple[str, Enrolment]]) -> dict[str, str]:
    """What forms show before anybody has chosen: the role, and the extra time where there is one course to ask of."""
    live = [one for _slug, one in taken if one.ended_at is None]
    extra = {"extra-time": str(live[0].extra_time_percent)} if len(live) == 1 else {}
    return {"role": somebody.role or "", **extra}


def _done(public_id: str, word: str) -> ResponseReturnValue:
    return redirect(url_for(".person", person=public_id, done=word), 303)


def somebody_or_404(public_id: str) -> Person:
    """The person that an address names."""
    found = person_of(public_id)
    if found is None:
        abort(404)
    return found[0]


@bp.post("/administration/people/<person>/sign-ins")
@access(SUPPORT)
@once
def end_sign_ins(person: str) -> ResponseReturnValue:
    """Sign somebody out: on one device, or on all."""
    somebody = somebody_or_404(person)
    if not may_help(somebody):
        return _page(person, {"sign-ins": Refusal(NOT_SUPPORTS)})
    governing.end_sign_ins(somebody, request.form.get("sign_in", ""), actor=acting(), at=now())
    return _done(person, "signed-out")


@bp.post("/administration/people/<person>/code")
@access(SUPPORT)
@once
def send_code(person: str) -> ResponseReturnValue:
    """Send a sign-in code, which confirms the address as well."""
    somebody = somebody_or_404(person)
    try:
        if not may_help(somebody):
            raise Refusal(NOT_SUPPORTS)
        governing.send_sign_in_code(somebody, actor=acting(), at=now())
    except Refusal as refusal:
        return _page(person, {"send-code": refusal})
    return _done(person, "code")


@bp.post("/administration/people/<person>/extra-time")
@access(SUPPORT)
@once
def give_extra_time(person: str) -> ResponseReturnValue:
    """Give somebody more time in the quizzes of a course, or take it back."""
    somebody = somebody_or_404(person)
    typed = request.form.get("extra-time", "")
    if typed and typed not in map(str, EXTRA_TIMES):
        abort(400)
    errors: Errors = {}
    enrolment = live_enrolment(somebody.id, request.form.get("extra-course", ""))
    if not may_help(somebody):
        return _page(person, {"extra-course": Refusal(NOT_SUPPORTS)})
    if enrolment is None:
        errors["extra-course"] = Refusal(N_("Choose a course that this person takes"))
    if not typed:
        errors["extra-time"] = Refusal(N_("Choose how much more time"))
    try:
        reason = read_reason(request.form.get("extra-reason", ""))
    except Refusal as refusal:
        errors["extra-reason"] = refusal
    if errors or enrolment is None:
        return _page(person, errors)
    try:
        learning.give_extra_time(enrolment, int(typed), reason=reason, actor=acting(), at=now())
    except Refusal as refusal:
        return _page(person, {"extra-time": refusal})
    return _done(person, "extra-time")


@bp.post("/administration/people/<person>/disable")
@access(ADMINISTRATOR)
@once
def disable(person: str) -> ResponseReturnValue:
    """Close an account."""
    return _with_reason(person, "disable", governing.disable, "disabled")


@bp.post("/administration/people/<person>/enable")
@access(ADMINISTRATOR)
@once
def enable(person: str) -> ResponseReturnValue:
    """Open an account again."""
    return _with_reason(person, "enable", governing.enable, "enabled")


@bp.post("/administration/people/<person>/second-factor")
@access(ADMINISTRATOR)
@once
def reset_second_factor(person: str) -> ResponseReturnValue:
    """Forget the second factor of somebody who lost it."""
    return _with_reason(person, "reset", _reset, "reset")


def _reset(somebody: Person, *, reason: str, actor: str, at: datetime) -> None:
    if actor == f"person:{somebody.id}":
        raise Refusal(N_("This account is yours: change telephones under “Account”"))
    reset_factor(somebody, reason=reason, actor=actor, at=at)


def _with_reason(public_id: str, field: str, act: Callable[..., None], word: str) -> ResponseReturnValue:
    somebody = somebody_or_404(public_id)
    try:
        reason = read_reason(request.form.get(f"{field}-reason", ""))
        act(somebody, reason=reason, actor=acting(), at=now())
    except Refusal as refusal:
        return _page(public_id, {f"{field}-reason": refusal})
    return _done(public_id, word)


@bp.post("/administration/people/<person>/role")
@access(ADMINISTRATOR)
@once
def change_role(person: str) -> ResponseReturnValue:
    """Give a role, another one, or none."""
    somebody = somebody_or_404(person)
    typed = request.form.get("role", "")
    if typed and typed not in set(Role):
        abort(400)
    try:
        reason = read_reason(request.form.get("role-reason", ""), is_needed=False)
        governing.change_role(somebody, Role(typed) if typed else None, reason=reason, actor=acting(), at=now())
    except Refusal as refusal:
        return _page(person, {"role": refusal})
    return _done(person, "role")
