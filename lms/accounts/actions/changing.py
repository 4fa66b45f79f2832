"""What people change about themselves; they are told by mail of what matters."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lms.accounts.actions.coding import send_code
from lms.accounts.actions.hashing import hash_passphrase
from lms.accounts.actions.signing import end_other_sign_ins
from lms.accounts.addresses import key_of
from lms.accounts.models import AgeBand, OrganisationKind, Person, Purpose, Sector, Sex, SignIn
from lms.db import db
from lms.errors import N_, Refusal
from lms.jobs import actions as jobs
from lms.mail import actions as mail

NEW_ADDRESS_JOB = "accounts.new-address"
UNCONFIRMED_KEPT = timedelta(days=30)

TAKEN = N_("Another account has this address now. Choose another one")


class AddressTaken(Refusal):
    """Another account has this address."""


def rename(person: Person, name: str, at: datetime) -> None:
    """Change a person's name; certificates keep the one they were issued under."""
    if name != person.name:
        person.name = name
        _tell(person, "name_changed", person.email, at)


def move(person: Person, language: str, country: str, zone: str | None) -> None:
    """Change the language of mails, the country, and the time zone if it is not the country's."""
    person.language, person.country, person.timezone = language, country, zone
    db.session.flush()


def describe(
    person: Person,
    sex: Sex | None,
    age_band: AgeBand | None,
    sector: Sector | None,
    organisation_kind: OrganisationKind | None,
) -> None:
    """Keep what a person says of themselves; None is not answered."""
    person.sex, person.age_band, person.sector, person.organisation_kind = sex, age_band, sector, organisation_kind
    db.session.flush()


def set_passphrase(person: Person, passphrase: str, kept: SignIn | None, at: datetime) -> None:
    """Set or change a passphrase, which ends all other sign-ins."""
    person.passphrase_hash = hash_passphrase(passphrase)
    end_other_sign_ins(person.id, kept, at)
    _tell(person, "passphrase_changed", person.email, at)


def rehash(person_id: int, kept: str, fresh: str) -> Person | None:
    """Keep another hash of the passphrase that was just verified; None if it was changed meanwhile."""
    person = db.session.get_one(Person, person_id)
    if person.passphrase_hash != kept:
        return None
    person.passphrase_hash = fresh
    db.session.flush()
    return person


def ask_for_new_address(person: Person, address: str, at: datetime) -> None:
    """Have a code sent to a new address; whether another account has it is looked up after the reply."""
    jobs.add(NEW_ADDRESS_JOB, {"person": person.id, "address": address}, at)


def ask_for_passphrase_code(person: Person, at: datetime) -> None:
    """Send a code that stands for the passphrase a person does not have at hand."""
    send_code(person, Purpose.PASSPHRASE, "passphrase_code", at)


def take_new_address(person: Person, address: str, kept: SignIn, at: datetime) -> None:
    """Change the address, which a code sent there confirmed; ends all other sign-ins, and the old address is told."""
    if _other_owner(person, address) is not None:
        raise AddressTaken(TAKEN)
    if person.email == address:
        return  # the same form, sent twice
    # An account that nobody ever confirmed keeps no address from its owner.
    db.session.execute(
        delete(Person).where(
            Person.email_key == key_of(address), Person.id != person.id, Person.email_confirmed_at.is_(None)
        )
    )
    former = person.email
    try:
        with db.session.begin_nested():
            person.email, person.email_key, person.email_confirmed_at = address, key_of(address), at
    except IntegrityError as error:  # another account has just taken it
        raise AddressTaken(TAKEN) from error
    end_other_sign_ins(person.id, kept, at)
    _tell(person, "address_changed", former, at)


def sweep_unconfirmed(at: datetime) -> None:
    """Forget those who registered a month ago and never confirmed their address."""
    db.session.execute(
        delete(Person).where(Person.email_confirmed_at.is_(None), Person.created_at < at - UNCONFIRMED_KEPT)
    )


def _other_owner(person: Person, address: str) -> Person | None:
    """Another person whose address this is, confirmed."""
    return db.session.scalar(
        select(Person).where(
            Person.email_key == key_of(address), Person.id != person.id, Person.email_confirmed_at.is_not(None)
        )
    )


def _tell(person: Person, letter: str, recipient: str, at: datetime) -> None:
    db.session.flush()
    mail.send(
        letter, person_id=person.id, recipient=recipient, language=person.language, at=at,
        zone=person.zone, changed_at=at,
    )  # fmt: skip


def _offer_new_address(arguments: jobs.Arguments, _found: None, at: datetime) -> None:
    person = db.session.get(Person, arguments["person"])
    address = arguments["address"]
    if person is None or person.disabled_at is not None:
        return
    owner = _other_owner(person, address)
    if owner is None:
        send_code(person, Purpose.NEW_EMAIL, "new_address", at, new_email=address)
    elif owner.disabled_at is None:
        mail.send("address_taken", person_id=owner.id, recipient=owner.email, language=owner.language, at=at)


jobs.register(NEW_ADDRESS_JOB, jobs.Kind(carry_out=_offer_new_address))
