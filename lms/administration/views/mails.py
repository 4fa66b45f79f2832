"""Mails, looked after: what waits, what left and what was refused; sent once more."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.administration import wording
from lms.administration.access import acting
from lms.administration.views.asking import asked_number, asked_one_of, asked_text
from lms.administration.views.blueprint import bp
from lms.clock import now
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.mail.actions import NotSentAgain, resend, resend_failed
from lms.mail.queries import MailState, mail_counts, mail_row, mails_listed
from lms.web.access import SUPPORT, access


@bp.get("/administration/mails")
@access(SUPPORT)
def mails() -> ResponseReturnValue:
    """The mails of the last month, the newest first."""
    state, recipient = asked_one_of("state", MailState), asked_text("recipient")
    rows, has_more = mails_listed(state, recipient, asked_number("before"))
    return render_template(
        "administration/mails.html",
        rows=rows,
        has_more=has_more,
        state=state,
        recipient=recipient,
        counts=mail_counts(),
        states=wording.MAIL_STATES,
        sent_again=asked_number("again"),
    )


@bp.get("/administration/mails/<int:mail>")
@access(SUPPORT)
def mail(mail: int) -> ResponseReturnValue:
    """One mail: what became of it, and its text unless it holds a code."""
    return _mail_page(mail)


@bp.post("/administration/mails/<int:mail>")
@access(SUPPORT)
@once
def send_mail_again(mail: int) -> ResponseReturnValue:
    """Have one mail leave once more."""
    try:
        resend(mail, actor=acting(), at=now())
    except NotSentAgain as refusal:
        return _mail_page(mail, refusal)
    return redirect(url_for(".mail", mail=mail, again=1), 303)


@bp.post("/administration/mails")
@access(SUPPORT)
@once
def send_failed_mails_again() -> ResponseReturnValue:
    """Have all mails leave once more that nobody tries to send any more."""
    count = resend_failed(actor=acting(), at=now())
    return redirect(url_for(".mails", again=count), 303)


def _mail_page(number: int, refusal: Refusal | None = None) -> ResponseReturnValue:
    found = mail_row(number) or abort(404)
    row, body = found
    page = render_template(
        "administration/mail.html",
        row=row,
        body=body,
        states=wording.MAIL_STATES,
        refusal=refusal,
        was_sent_again="again" in request.args,
    )
    return page, 409 if refusal else 200
