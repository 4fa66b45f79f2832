"""Two accounts of one person, merged: chosen by address, shown, confirmed."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Person
from lms.accounts.queries import address_key
from lms.administration.access import acting
from lms.administration.actions.merging import merge as merge_accounts
from lms.administration.actions.merging import refuse_merge
from lms.administration.forms import read_reason
from lms.administration.queries.merging import account_to_merge, merge_plan
from lms.administration.views.blueprint import bp
from lms.administration.views.people import Errors, somebody_or_404
from lms.clock import now
from lms.errors import N_, Refusal
from lms.idempotency.access import once
from lms.publishing.queries import outlines
from lms.web.access import ADMINISTRATOR, access
from lms.web.locale import current_language


@bp.get("/administration/people/<person>/merge")
@access(ADMINISTRATOR)
def merge(person: str) -> ResponseReturnValue:
    """Ask for the other account's address; once it is given, show exactly what would happen."""
    kept, typed = somebody_or_404(person), request.args.get("other", "").strip()
    if not typed:
        return _page(kept, None, {})
    try:
        return _page(kept, _other(kept, typed), {})
    except Refusal as refusal:
        return _page(kept, None, {"other": refusal})


def _other(kept: Person, typed: str) -> Person:
    other = account_to_merge(address_key(typed))
    if other is None:
        raise Refusal(N_("No account has this address"))
    refuse_merge(kept, other)
    return other


def _page(kept: Person, other: Person | None, errors: Errors) -> ResponseReturnValue:
    titles = {outline.slug: outline.title for outline in outlines(current_language(), with_retired=True)}
    page = render_template(
        "administration/merge.html",
        kept=kept,
        ending=other,
        plan=merge_plan(kept, other) if other else None,
        titles=titles,
        values={"other": request.values.get("other", ""), "reason": request.form.get("reason", "")},
        errors=errors,
    )
    return page, 422 if errors else 200


@bp.post("/administration/people/<person>/merge")
@access(ADMINISTRATOR)
@once
def carry_merge_out(person: str) -> ResponseReturnValue:
    """Merge the two, as shown."""
    kept, other = somebody_or_404(person), None
    try:
        other = _other(kept, request.form.get("other", ""))
        reason = read_reason(request.form.get("reason", ""))
        merge_accounts(kept, other, reason=reason, actor=acting(), at=now())
    except Refusal as refusal:
        return _page(kept, other, {"reason" if other else "other": refusal})
    return redirect(url_for(".person", person=person, done="merged"), 303)
