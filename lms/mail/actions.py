"""Mails: written with their cause, sent after its commit."""

import re
import smtplib
import ssl
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.message import EmailMessage
from secrets import token_hex
from urllib.parse import urlsplit

import click
from flask import current_app
from sqlalchemy import delete

from lms.audit import actions as audit
from lms.config import Config, MailServer
from lms.console import gettext as _
from lms.db import db
from lms.errors import N_, Refusal
from lms.jobs import actions as jobs
from lms.jobs.models import Job
from lms.mail.message import message, split
from lms.mail.models import Mail
from lms.mail.queries import failed_mails, mail
from lms.web.locale import speaking

KIND = "mail"
KEPT = timedelta(days=30)
PATIENCE_S = 20
# So long after a server did not answer, other mails are put off without another wait: jobs of other kinds go on.
AWAY_S = 30
_away_until: dict[tuple[str, int], float] = {}
MOST_SENT_AGAIN = 500


class MailRefused(Exception):
    """The mail server would not take a mail for now: its answer, without the address."""


class MailRefusedForGood(jobs.Final):
    """It never will (RFC 5321, 4.2.1: a reply that begins with 5). What is wrong with the sender, we may mend."""


class NotSentAgain(Refusal):
    """This mail is not sent another time."""


def send(
    letter: str,
    *,
    person_id: int | None,
    recipient: str,
    language: str,
    at: datetime,
    is_secret: bool = False,
    **values: object,
) -> Mail:
    """Write the letter lms/templates/mail/<letter>.txt to somebody, in their language; it leaves after the commit.

    A secret one holds a code: its text is forgotten once it was sent. Values the letter always has: `site_address`.
    """
    config = _config()
    subject, body = split(_rendered(letter, language, {"site_address": config.public_url, **values}))
    written = Mail(
        message_id=f"<{token_hex(16)}@{urlsplit(config.public_url).hostname}>",
        person_id=person_id,
        recipient=recipient,
        language=language,
        subject=subject,
        body=body,
        is_secret=is_secret,
        created_at=at,
    )
    db.session.add(written)
    db.session.flush()
    written.job_id = jobs.add(KIND, {"mail": written.id}, at).id
    db.session.flush()
    return written


def _rendered(letter: str, language: str, values: dict[str, object]) -> str:
    """A letter is text: nothing in it is escaped for HTML."""
    with speaking(language):
        plain = current_app.jinja_env.overlay(autoescape=False)
        return plain.get_template(f"mail/{letter}.txt").render(values)


def _deliver(arguments: jobs.Arguments) -> bool:
    """Hand a mail over to the server, or show it on the console where there is none; False if it was sent before."""
    found = mail(arguments["mail"])
    if found is None or found.sent_at is not None:
        return False
    config = _config()
    ready = message(
        sender=config.mail_from,
        recipient=found.recipient,
        subject=found.subject,
        body=found.body,
        message_id=found.message_id,
        language=found.language,
        at=found.created_at,
    )
    text = f"{found.subject}\n\n{found.body}"
    db.session.rollback()  # no transaction stays open while a server takes its time
    if config.mail_server is None:
        click.echo(_("A mail to %(address)s:") % {"address": ready["To"]} + f"\n{text}")
    else:
        _hand_over(config.mail_server, ready)
    return True


def _hand_over(server: MailServer, ready: EmailMessage) -> None:
    place = (server.host, server.port)
    if time.monotonic() < _away_until.get(place, 0.0):
        raise MailRefused("the mail server did not answer a moment ago")
    try:
        connected = _connected(server)
    except OSError:  # which the errors of smtplib are as well: what keeps one mail from leaving keeps all
        _away_until[place] = time.monotonic() + AWAY_S
        raise
    _away_until.pop(place, None)
    with connected as connection:
        try:
            connection.send_message(ready)
        except smtplib.SMTPRecipientsRefused as error:
            answers = {code: text.decode("ascii", "replace") for code, text in error.recipients.values()}
            raise _refusal(f"the mail server refuses the recipient: {answers}", answers) from None
        except smtplib.SMTPSenderRefused as error:
            raise _refusal(f"the mail server refuses us: {error.smtp_code} {error.smtp_error!r}", ()) from None
        except smtplib.SMTPResponseException as error:
            said = f"the mail server answers {error.smtp_code} {error.smtp_error!r}"
            raise _refusal(said, (error.smtp_code,)) from None


def _connected(server: MailServer) -> smtplib.SMTP:
    """A connection to the server that takes our word."""
    context = ssl.create_default_context()
    if server.is_tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_S, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    try:
        if server.starts_tls:
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _refusal(said: str, codes: Iterable[int]) -> Exception:
    """What a server's no means for a mail to one person: for good if its code begins with 5."""
    is_final = any(500 <= code < 600 for code in codes)
    return (MailRefusedForGood if is_final else MailRefused)(_without_addresses(said))


def _without_addresses(text: str) -> str:
    """What a server says often repeats the address: the log and the table of jobs are no place for it."""
    return re.sub(r"[^\s<>'\"]+@[^\s<>'\"]+", "…@…", text)


def _note_delivery(arguments: jobs.Arguments, was_sent: bool, at: datetime) -> None:
    found = mail(arguments["mail"])
    if found is None or not was_sent:
        return
    found.sent_at = at
    if found.is_secret and _config().mail_server is not None:
        found.body = ""
    db.session.flush()


def resend(number: int, *, actor: str, at: datetime) -> Mail:
    """Send a mail once more, under the Message-ID it has: a mailbox that has it shows it once.

    Refused (NotSentAgain): one that holds a code, which is worth nothing by now, and one that is about to leave.
    """
    found = db.session.get(Mail, number, with_for_update=True)
    if found is None:
        raise NotSentAgain(N_("This mail is not kept any more."))
    if found.is_secret:
        raise NotSentAgain(N_("This mail holds a code, which is good once and for a short while: ask for another one."))
    job = jobs.held(found.job_id)
    if found.sent_at is None and job is not None and job.due_at is not None:
        raise NotSentAgain(N_("This mail is about to leave."))
    _leave_again(found, job, at)
    audit.record(actor, "mail.resend", "mail", found.message_id, "", {}, at)
    return found


def resend_failed(*, actor: str, at: datetime) -> int:
    """Send all mails once more that nobody tries to send any more, but for codes; return how many, 500 at most."""
    numbers = failed_mails(MOST_SENT_AGAIN)
    for number in numbers:
        found = db.session.get_one(Mail, number, with_for_update=True)
        _leave_again(found, jobs.held(found.job_id), at)
    if numbers:
        audit.record(actor, "mail.resend-failed", "mail", "*", "", {"count": len(numbers)}, at)
    return len(numbers)


def _leave_again(found: Mail, job: Job | None, at: datetime) -> None:
    found.sent_at = None
    if job is not None and job.done_at is None:
        jobs.try_again(job.id, at)
    else:
        found.job_id = jobs.add(KIND, {"mail": found.id}, at).id
    db.session.flush()


def sweep(at: datetime) -> None:
    """Forget mails that are a month old."""
    db.session.execute(delete(Mail).where(Mail.created_at < at - KEPT))


def _config() -> Config:
    config: Config = current_app.config["LMS"]
    return config


jobs.register(KIND, jobs.Kind(carry_out=_note_delivery, reach_out=_deliver))
