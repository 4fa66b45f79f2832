"""Certificates, looked after: found, read with what happened to them, revoked, replaced, expired, reissued."""

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import person
from lms.administration import wording
from lms.administration.access import acting
from lms.administration.queries.actors import actors_in_words
from lms.administration.views.asking import asked_one_of, asked_text
from lms.administration.views.blueprint import bp
from lms.audit.queries import ACTS, entries_about
from lms.certification import actions
from lms.certification.models import Cause
from lms.certification.queries import State, certificate, certificates_found, linked, pdf, read_number
from lms.clock import now, site_day
from lms.errors import N_, Refusal
from lms.idempotency.access import once
from lms.web.access import ADMINISTRATOR, SUPPORT, access
from lms.web.locale import current_language

# Why somebody may revoke a certificate; the other causes have an act of their own.
REVOKING = (Cause.MISTAKE, Cause.MISUSE, Cause.REQUEST)


@bp.get("/administration/certificates")
@access(SUPPORT)
def certificates() -> ResponseReturnValue:
    """Find certificates; a whole number leads to its certificate."""
    words, state = asked_text("q"), asked_one_of("state", State)
    today = site_day(now())
    number = read_number(words)
    if number and certificate(number, today) is not None:
        return redirect(url_for(".certificate_kept", certificate=number))
    found, has_more = certificates_found(words, state, asked_text("before"), today)
    return render_template(
        "administration/certificates.html",
        found=found,
        has_more=has_more,
        words=words,
        state=state,
        states=wording.CERTIFICATE_STATES,
        is_unknown_number=bool(number),
    )


@bp.get("/administration/certificates/<certificate>")
@access(SUPPORT)
def certificate_kept(certificate: str) -> ResponseReturnValue:
    """All that is known of one certificate."""
    return _certificate_page(certificate)


@bp.get("/administration/certificates/<certificate>/pdf")
@access(SUPPORT)
def certificate_file(certificate: str) -> ResponseReturnValue:
    """The file, as it was kept at its issue."""
    content, content_digest = pdf(certificate) or abort(404)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="palabre-{certificate[:8]}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    response.set_etag(content_digest)
    return response


@bp.post("/administration/certificates/<certificate>/<any(revoke,replace,expire,reissue):deed>")
@access(ADMINISTRATOR)
@once
def act_on_certificate(certificate: str, deed: str) -> ResponseReturnValue:
    """Revoke, replace, expire or reissue a certificate: for ever, with a reason."""
    try:
        number = _act(certificate, deed)
    except actions.NotPossible as refusal:
        return _certificate_page(certificate, refusal=refusal)
    except Refusal as refusal:
        return _certificate_page(certificate, errors={_field_at_fault(deed): refusal})
    return redirect(url_for(".certificate_kept", certificate=number, done=deed), 303)


def _field_at_fault(act: str) -> str:
    """Which field of an act's form is to be mended: the reason where it is missing, else what the act is about."""
    has_reason = bool(request.form.get("reason", "").strip())
    return {"revoke": "cause", "replace": "name"}.get(act, "") if has_reason else f"{act}-reason"


def _act(number: str, act: str) -> str:
    """Do it; the number of the certificate to show then."""
    at = now()
    known: Any = {"reason": request.form.get("reason", "")[:1000], "actor": acting(), "at": at, "today": site_day(at)}
    if act == "revoke":
        cause = request.form.get("cause", "")
        if cause not in {one.value for one in REVOKING}:
            raise Refusal(N_("Choose why it is revoked: the public check says it."))
        actions.revoke(number, Cause(cause), **known)
    elif act == "expire":
        actions.expire(number, **known)
    elif act == "reissue":
        return actions.reissue(number, **known).number
    else:
        return actions.replace(number, request.form.get("name", ""), **known).number
    return number


def _certificate_page(
    number: str, *, errors: dict[str, Refusal] | None = None, refusal: Refusal | None = None
) -> ResponseReturnValue:
    document = certificate(number, site_day(now())) or abort(404)
    history = entries_about("certificate", number)
    title, title_language = document.facts.title(current_language())
    page = render_template(
        "administration/certificate.html",
        document=document,
        title=title,
        title_language=title_language,
        holder=person(document.person_id) if document.person_id else None,
        linked=linked(number),
        history=history,
        actors=actors_in_words(entry.actor for entry in history),
        acts=ACTS,
        states=wording.CERTIFICATE_STATES,
        causes=wording.CAUSES,
        revoking=REVOKING,
        errors=errors or {},
        refusal=refusal,
        values={
            **request.form.to_dict(),
            f"{(request.view_args or {}).get('deed')}-reason": request.form.get("reason"),
        },
        done=asked_text("done"),
    )
    return page, 422 if errors else 409 if refusal else 200
