"""Mails: written with their cause, sent after its commit."""

import re
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import click
from flask import current_app
from sqlalchemy import delete

from lms.config import Config, MailServer
from lms.console import gettext as _
from lms.db import db
from lms.jobs import actions as jobs
from lms.mail.message import message, split
from lms.mail.models import Mail
from lms.mail.queries import mail
from lms.web.locale import speaking

KIND = "mail"
KEPT = timedelta(days=30)
PATIENCE_S = 20


class MailRefused(Exception):
    """The mail server would not take a mail: its answer, without the address."""


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
    context = ssl.create_default_context()
    connect: Any = smtplib.SMTP
    settings: dict[str, Any] = {"timeout": PATIENCE_S}
    if server.is_tls:
        connect, settings["context"] = smtplib.SMTP_SSL, context
    with connect(server.host, server.port, **settings) as connection:
        if server.starts_tls:
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        try:
            connection.send_message(ready)
        except smtplib.SMTPRecipientsRefused as error:
            answers = {code: text.decode("ascii", "replace") for code, text in error.recipients.values()}
            raise MailRefused(_without_addresses(f"the mail server refuses the recipient: {answers}")) from None
        except smtplib.SMTPResponseException as error:
            said = f"the mail server answers {error.smtp_code} {error.smtp_error!r}"
            raise MailRefused(_without_addresses(said)) from None


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


def sweep(at: datetime) -> None:
    """Forget mails that are a month old."""
    db.session.execute(delete(Mail).where(Mail.created_at < at - KEPT))


def _config() -> Config:
    config: Config = current_app.config["LMS"]
    return config


jobs.register(KIND, jobs.Kind(carry_out=_note_delivery, reach_out=_deliver))
