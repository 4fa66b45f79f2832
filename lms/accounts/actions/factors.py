"""Second factors: begun, confirmed, shown, given up and reset; and the codes that stand for one that was lost."""

import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, update

from lms.accounts.actions.sealing import seal, unseal
from lms.accounts.actions.signing import end_other_sign_ins
from lms.accounts.models import Person, RecoveryCode, SecondFactor, SignIn
from lms.accounts.queries import recovery_codes_left, second_factor
from lms.accounts.recovery import HOW_MANY, RANDOM_BYTES, code_of, read_recovery_code, recovery_digest
from lms.accounts.totp import SECRET_BYTES, step_of_code
from lms.audit import actions as audit
from lms.db import db, insertion
from lms.mail import actions as mail


def begin_factor(person: Person) -> None:
    """Make the secret that a telephone will hold; one that is there already stays.

    But for one that was only begun, and that nobody can read any more since the site's own key changed.
    """
    found = _held(person.id)
    if found is not None and found.confirmed_at is None and secret_of(found) is None:
        forget_factor(person.id)
    sealed = seal(secrets.token_bytes(SECRET_BYTES), _place(person.id))
    row = {"person_id": person.id, "secret": sealed, "last_step": 0}
    db.session.execute(insertion(SecondFactor).values(row).on_conflict_do_nothing())


def secret_of(factor: SecondFactor) -> bytes | None:
    """The secret of a second factor; None where the site's own key is not the one it was sealed with."""
    return unseal(factor.secret, _place(factor.person_id))


def confirm_factor(person: Person, sign_in: SignIn, typed: str, at: datetime) -> list[str] | None:
    """Take a second factor into use if its first code is right; return the recovery codes, shown this once.

    None where the code is wrong, or nothing was begun, or it was confirmed before.
    """
    factor = _held(person.id)
    if factor is None or factor.confirmed_at is not None or not _takes(factor, typed, at):
        return None
    factor.confirmed_at = at
    sign_in.second_factor_at = at
    codes = _fresh_codes(person.id)
    _record(person, "second-factor.confirm", at)
    _tell(person, "second_factor_set", at)
    return codes


def show_factor(person: Person, sign_in: SignIn, typed: str, at: datetime) -> bool:
    """Note that this device has shown the second factor, if the code is right; each code is good once."""
    factor = _held(person.id)
    if factor is None or factor.confirmed_at is None or not _takes(factor, typed, at):
        return False
    sign_in.second_factor_at = at
    db.session.flush()
    return True


def use_recovery_code(person: Person, sign_in: SignIn, typed: str, at: datetime) -> bool:
    """The same by a recovery code, which is then used up; its owner is told."""
    code = read_recovery_code(typed)
    used = db.session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.digest == recovery_digest(_site_secret(), person.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    if not code or used is None:
        return False
    sign_in.second_factor_at = at
    left = recovery_codes_left(person.id)
    _record(person, "second-factor.recover", at, left=left)
    _tell(person, "recovery_code_used", at, left=left)
    return True


def new_recovery_codes(person: Person, at: datetime) -> list[str]:
    """Make other recovery codes, shown this once; those before are void."""
    codes = _fresh_codes(person.id)
    _record(person, "second-factor.new-codes", at)
    _tell(person, "recovery_codes_made", at)
    return codes


def give_up_factor(person: Person, kept: SignIn, at: datetime) -> None:
    """Give a second factor up for another telephone's: who has a role must set one up before anything else."""
    forget_factor(person.id)
    end_other_sign_ins(person.id, kept, at)
    kept.second_factor_at = None
    _record(person, "second-factor.remove", at)
    _tell(person, "second_factor_gone", at)


def reset_factor(person: Person, *, reason: str, actor: str, at: datetime) -> None:
    """Forget the second factor of somebody who lost it; they are signed out everywhere and set up another."""
    forget_factor(person.id)
    end_other_sign_ins(person.id, None, at)
    audit.record(actor, "second-factor.reset", "person", str(person.id), reason, {}, at)
    _tell(person, "second_factor_gone", at)


def _held(person_id: int) -> SecondFactor | None:
    """A second factor that nobody else shows until the end of the transaction."""
    return second_factor(person_id, is_locked=True)


def _takes(factor: SecondFactor, typed: str, at: datetime) -> bool:
    secret = secret_of(factor)
    step = step_of_code(secret, typed, at, factor.last_step) if secret is not None else None
    if step is None:
        return False
    factor.last_step = step
    db.session.flush()
    return True


def _fresh_codes(person_id: int) -> list[str]:
    codes = [code_of(secrets.token_bytes(RANDOM_BYTES)) for _number in range(HOW_MANY)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    db.session.add_all(
        RecoveryCode(person_id=person_id, digest=recovery_digest(_site_secret(), person_id, read_recovery_code(code)))
        for code in codes
    )
    db.session.flush()
    return codes


def forget_factor(person_id: int) -> None:
    """Forget a second factor and its recovery codes, on every device."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    # Shown on a device, it is shown no more: what comes next is asked for anew there too.
    db.session.execute(update(SignIn).where(SignIn.person_id == person_id).values(second_factor_at=None))


def _record(person: Person, act: str, at: datetime, **details: object) -> None:
    audit.record(f"person:{person.id}", act, "person", str(person.id), "", details, at)


def _tell(person: Person, letter: str, at: datetime, **values: object) -> None:
    mail.send(
        letter, person_id=person.id, recipient=person.email, language=person.language, at=at, zone=person.zone,
        is_secret=False, changed_at=at, **values,
    )  # fmt: skip


def _place(person_id: int) -> str:
    return f"second factor of {person_id}"


def _site_secret() -> str:
    secret: str = current_app.config["LMS"].secret_key
    return secret
