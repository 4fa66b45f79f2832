"""What those with a role do to somebody's account: roles, closing and opening it, ending sign-ins, another code."""

from datetime import datetime

from sqlalchemy import select

from lms.accounts.actions.coding import ask_for_sign_in_code
from lms.accounts.actions.factors import forget_factor
from lms.accounts.actions.signing import end_other_sign_ins, end_sign_in_of
from lms.accounts.models import Person, Role
from lms.accounts.roles import ROLE_NAMES
from lms.audit import actions as audit
from lms.db import db
from lms.errors import N_, Refusal
from lms.mail import actions as mail

LAST = N_("There is no other administrator: give somebody else that role first")


def change_role(person: Person, role: Role | None, *, reason: str, actor: str, at: datetime) -> None:
    """Give somebody a role, another one, or none. They are signed out everywhere and told by mail.

    Refused for an account that nobody can use, and for the last administrator.
    """
    if person.role == role:
        raise Refusal(N_("Choose another role: this is the present one"))
    if role is not None and (person.email_confirmed_at is None or person.disabled_at is not None):
        raise Refusal(N_("Only an account in use may have a role: its address confirmed, and not disabled"))
    if person.role is Role.ADMINISTRATOR:
        _keep_one_administrator(person)
    former, person.role = person.role, role
    if role is None:
        forget_factor(person.id)
    end_other_sign_ins(person.id, None, at)
    details = {"from": former.value if former else None, "to": role.value if role else None}
    audit.record(
        actor, "person.give-role" if role else "person.take-role", "person", str(person.id), reason, details, at
    )
    mail.send(
        "role_given" if role else "role_taken", person_id=person.id, recipient=person.email, language=person.language,
        at=at, zone=person.zone, changed_at=at, role_name=ROLE_NAMES[role.value] if role else "",
    )  # fmt: skip


def remove_administrator(person: Person, *, reason: str, actor: str, at: datetime) -> None:
    """Take the role away even from the last one: for the console, whose next start prints an invitation."""
    _take_away(person)
    forget_factor(person.id)
    end_other_sign_ins(person.id, None, at)
    audit.record(
        actor, "person.take-role", "person", str(person.id), reason, {"from": Role.ADMINISTRATOR.value, "to": None}, at
    )
    mail.send(
        "role_taken", person_id=person.id, recipient=person.email, language=person.language, at=at, zone=person.zone,
        changed_at=at,
    )  # fmt: skip


def disable(person: Person, *, reason: str, actor: str, at: datetime) -> None:
    """Close an account: its person is signed out everywhere and cannot sign in. Whoever tries learns nothing of it."""
    if person.disabled_at is not None:
        raise Refusal(N_("This account is disabled already"))
    if actor == f"person:{person.id}":
        raise Refusal(N_("This account is yours: ask another administrator"))
    if person.role is Role.ADMINISTRATOR:
        _keep_one_administrator(person)
    person.disabled_at = at
    end_other_sign_ins(person.id, None, at)
    audit.record(actor, "person.disable", "person", str(person.id), reason, {}, at)


def enable(person: Person, *, reason: str, actor: str, at: datetime) -> None:
    """Open an account again; its person signs in as before."""
    if person.disabled_at is None:
        raise Refusal(N_("This account is not disabled"))
    person.disabled_at = None
    audit.record(actor, "person.enable", "person", str(person.id), reason, {}, at)


def end_sign_ins(person: Person, public_id: str, *, actor: str, at: datetime) -> None:
    """Sign somebody out on one device, or with "" on all of them."""
    if public_id:
        end_sign_in_of(person.id, public_id, at)
    else:
        end_other_sign_ins(person.id, None, at)
    details = {"devices": "one" if public_id else "all"}
    audit.record(actor, "person.end-sign-ins", "person", str(person.id), "", details, at)


def send_sign_in_code(person: Person, *, actor: str, at: datetime) -> None:
    """Have a sign-in code sent, which confirms the address as well; only its reader ever sees it."""
    if person.disabled_at is not None:
        raise Refusal(N_("This account is disabled: no code signs it in"))
    ask_for_sign_in_code(person.email_key, at)
    audit.record(actor, "person.send-code", "person", str(person.id), "", {}, at)


def _take_away(person: Person) -> None:
    if person.role is not Role.ADMINISTRATOR:
        raise Refusal(N_("This account has not the role of an administrator"))
    person.role = None


def _keep_one_administrator(person: Person) -> None:
    """Refuse where nobody else could look after the site. All are locked: two could take each other's role at once."""
    statement = (
        select(Person.id)
        .where(Person.role == Role.ADMINISTRATOR, Person.disabled_at.is_(None))
        .order_by(Person.id)
        .with_for_update()
    )
    if not set(db.session.scalars(statement)) - {person.id}:
        raise Refusal(LAST)
