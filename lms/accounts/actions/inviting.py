"""Invitations to a role: links, good once, for whoever runs the server to hand on."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from lms.accounts.actions.signing import end_other_sign_ins
from lms.accounts.models import Invitation, Person, Role, SignIn
from lms.accounts.queries import has_administrator, token_digest
from lms.audit import actions as audit
from lms.db import db
from lms.errors import N_, Refusal

LASTS = timedelta(hours=24)


def invite(role: Role, *, actor: str, at: datetime) -> str:
    """Make an invitation; return the token of its link, which is kept nowhere."""
    token = secrets.token_urlsafe(16)
    digest = token_digest(token)
    db.session.add(Invitation(digest=digest, role=role, created_at=at, expires_at=at + LASTS))
    db.session.flush()
    audit.record(actor, "invitation.make", "invitation", digest[:12], "", {"role": role.value}, at)
    return token


def invite_first_administrator(*, actor: str, at: datetime) -> str | None:
    """An invitation for a site that no administrator looks after, those before void; None where there is one."""
    if has_administrator():
        return None
    db.session.execute(delete(Invitation).where(Invitation.role == Role.ADMINISTRATOR, Invitation.used_at.is_(None)))
    return invite(Role.ADMINISTRATOR, actor=actor, at=at)


def take_invitation(token: str, person: Person, kept: SignIn, at: datetime) -> None:
    """Take the role of an invitation; every other device is signed out. Refused where it is void or of no use."""
    found = db.session.scalar(select(Invitation).where(Invitation.digest == token_digest(token)).with_for_update())
    if found is None or found.used_at is not None or found.expires_at <= at:
        raise Refusal(N_("This link was used or has run out."))
    if person.role in (found.role, Role.ADMINISTRATOR):
        raise Refusal(N_("Your account has this role already."))
    if person.email_confirmed_at is None:
        raise Refusal(N_("Confirm your address first."))
    former, person.role = person.role, found.role
    found.used_at, found.person_id = at, person.id
    end_other_sign_ins(person.id, kept, at)
    details = {"from": former.value if former else None, "to": found.role.value, "invitation": found.digest[:12]}
    audit.record(f"person:{person.id}", "invitation.take", "person", str(person.id), "", details, at)


def sweep_invitations(at: datetime) -> None:
    """Forget links that nobody took and that have run out."""
    db.session.execute(delete(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at <= at))
