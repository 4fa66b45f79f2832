"""`lms administrators …`: invite, list, remove, and reset a second factor, for whoever runs the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from lms.console import gettext as _
from lms.console import language
from lms.errors import N_, Refusal
from lms.installation import opened, operator

if TYPE_CHECKING:
    from lms.accounts.models import Person

REASON = click.option("--reason", required=True, help=_("Why, in a sentence: kept in the audit log."))


@click.group(help=_("Look after those with a role: invite, list and remove them, reset a lost second factor."))
def administrators() -> None:
    """The commands about those with a role."""


@administrators.command(help=_("Print a link by which whoever opens it takes a role: good once, for 24 hours."))
@click.option(
    "--role",
    default="administrator",
    show_default=True,
    type=click.Choice(["administrator", "analyst", "support"]),
    help=_("The role that the link gives."),
)
def invite(role: str) -> None:
    """Invite somebody."""
    with opened() as config:
        from lms.accounts.actions import inviting
        from lms.accounts.models import Role
        from lms.clock import now
        from lms.db import db

        token = inviting.invite(Role(role), actor=operator(), at=now())
        db.session.commit()
    click.echo(f"{config.public_url}/{language()}/invitation/{token}")


@administrators.command("list", help=_("Say who has a role, and whether their second factor is set up."))
def list_them() -> None:
    """List those with a role."""
    with opened():
        from lms.accounts.queries import staff
        from lms.accounts.roles import ROLE_NAMES

        people = staff()
        for person, confirmed_at in people:
            assert person.role is not None
            factor = _("second factor since %(day)s") % {"day": f"{confirmed_at:%Y-%m-%d}"} if confirmed_at else ""
            state = [
                _(ROLE_NAMES[person.role]),
                factor or _("no second factor yet"),
                *([_("disabled")] if person.disabled_at else []),
            ]
            click.echo(f"{person.email}  {person.name}  {', '.join(state)}")
        if not people:
            click.echo(_("Nobody has a role."))


@administrators.command(help=_("Take the role of an administrator away, even from the last one."))
@click.argument("email")
@REASON
def remove(email: str, reason: str) -> None:
    """Remove an administrator."""
    with _person(email) as (person, at):
        from lms.accounts.actions import governing

        governing.remove_administrator(person, reason=reason, actor=operator(), at=at)
    click.echo(_("%(email)s is no administrator any more.") % {"email": email})


@administrators.command("reset-second-factor", help=_("Forget a lost second factor; its owner sets up another."))
@click.argument("email")
@REASON
def reset_second_factor(email: str, reason: str) -> None:
    """Reset a second factor."""
    with _person(email) as (person, at):
        from lms.accounts.actions import factors

        factors.reset_factor(person, reason=reason, actor=operator(), at=at)
    click.echo(_("The second factor of %(email)s is reset; they are signed out everywhere.") % {"email": email})


@contextmanager
def _person(email: str) -> Iterator[tuple[Person, datetime]]:
    """Somebody with a role, by their address, and what moment it is; what is done to them is committed."""
    with opened():
        from lms.accounts.addresses import key_of
        from lms.accounts.queries import staff_member
        from lms.clock import now
        from lms.db import db

        person = staff_member(key_of(email))
        if person is None:
            raise Refusal(N_("Nobody with a role has the address %(email)s."), email=email)
        yield person, now()
        db.session.commit()
