"""`lms certificates …`: show, revoke, replace, expire, reissue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from lms.console import gettext as _
from lms.console import ngettext
from lms.errors import N_, Refusal
from lms.installation import opened, operator

if TYPE_CHECKING:
    from lms.certification.queries import Document

REASON = click.option("--reason", required=True, help=_("Why, in a sentence: kept with the certificate, never shown."))


@click.group(help=_("Look at certificates, revoke, replace or reissue them, or let them expire."))
def certificates() -> None:
    """The commands about certificates."""


@certificates.command(help=_("Say what a certificate states and what happened to it."))
@click.argument("number")
def show(number: str) -> None:
    """Show a certificate."""
    with _application() as (_at, today):
        from lms.audit.queries import entries_about
        from lms.certification.queries import certificate

        known = _read(number)
        document = certificate(known, today)
        if document is None:
            raise Refusal(N_("No certificate has the number %(number)s."), number=_shown(known))
        for line in _lines(document):
            click.echo(line)
        for entry in reversed(entries_about("certificate", known)):
            click.echo(f"  {entry.at:%Y-%m-%d %H:%M} UTC  {entry.action}  {entry.actor}  {entry.reason}")


@certificates.command(help=_("Declare that a certificate should not be relied on, for ever."))
@click.argument("number")
@click.option(
    "--cause",
    required=True,
    type=click.Choice(["mistake", "misuse", "request"]),
    help=_("What the public check says: issued by mistake, obtained against the rules, or at the holder’s request."),
)
@REASON
def revoke(number: str, cause: str, reason: str) -> None:
    """Revoke a certificate."""
    with _application() as (at, today):
        from lms.certification import actions
        from lms.certification.models import Cause
        from lms.db import db

        known = _read(number)
        actions.revoke(known, Cause(cause), reason=reason, actor=operator(), at=at, today=today)
        db.session.commit()
    click.echo(_("%(number)s is revoked.") % {"number": _shown(known)})


@certificates.command(help=_("Issue a certificate with a corrected name in the place of another."))
@click.argument("number")
@click.option("--name", required=True, help=_("The name that the new certificate bears."))
@REASON
def replace(number: str, name: str, reason: str) -> None:
    """Replace a certificate."""
    with _application() as (at, today):
        from lms.certification import actions
        from lms.db import db

        known = _read(number)
        made = actions.replace(known, name, reason=reason, actor=operator(), at=at, today=today).number
        db.session.commit()
    message = _("%(number)s is replaced. The new certificate is %(new)s.")
    click.echo(message % {"number": _shown(known), "new": _shown(made)})


@certificates.command(help=_("Declare that what a certificate vouches for no longer holds."))
@click.argument("number")
@REASON
def expire(number: str, reason: str) -> None:
    """Let a certificate expire."""
    with _application() as (at, today):
        from lms.certification import actions
        from lms.db import db

        known = _read(number)
        actions.expire(known, reason=reason, actor=operator(), at=at, today=today)
        db.session.commit()
    click.echo(_("%(number)s has expired.") % {"number": _shown(known)})


@certificates.command(help=_("Issue a certificate again after it was revoked or expired."))
@click.argument("number")
@REASON
def reissue(number: str, reason: str) -> None:
    """Issue a certificate again."""
    with _application() as (at, today):
        from lms.certification import actions
        from lms.db import db

        known = _read(number)
        made = actions.reissue(known, reason=reason, actor=operator(), at=at, today=today).number
        db.session.commit()
    click.echo(
        _("%(number)s is issued again. The new certificate is %(new)s.")
        % {"number": _shown(known), "new": _shown(made)}
    )


def _lines(document: Document) -> Iterator[str]:
    facts = document.facts
    states = {
        "valid": _("valid"),
        "revoked": _("revoked"),
        "replaced": _("replaced"),
        "expired": _("expired"),
        "withdrawn": _("withdrawn at its holder’s wish"),
    }
    yield f"{document.shown_number}  {states[document.state.value]}"
    yield f"  {facts.name}"
    yield f"  {facts.title(facts.language)[0]} ({facts.course}, {facts.release})"
    yield f"  {facts.completed_on.isoformat()}, {document.issued_at:%Y-%m-%d %H:%M} UTC"
    yield f"  {document.address}"


def _read(text: str) -> str:
    """The number in what was typed; refused, with the likely slip, where it cannot be one."""
    from lms.certification.number import read
    from lms.certification.wording import Words, slip

    reading = read(text)
    said = slip(reading, Words(_, ngettext, str, str, str))
    if said:
        raise Refusal(said.replace("%", "%%"))
    return reading.number


def _shown(number: str) -> str:
    from lms.certification.number import shown

    return shown(number)


@contextmanager
def _application() -> Iterator[tuple[datetime, date]]:
    """This installation; what moment and day it is."""
    from lms.clock import now, site_day

    with opened():
        at = now()
        yield at, site_day(at)
