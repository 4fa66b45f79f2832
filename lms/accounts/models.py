"""People, the texts they agreed to, their sign-ins, the codes sent to them, and counters of attempts to sign in."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms.accounts.names import LONGEST_NAME, name_key
from lms.accounts.places import default_zone
from lms.accounts.profile import AgeBand, OrganisationKind, Sector, Sex
from lms.db import Model, UTCDateTime, one_of

__all__ = [
    "AgeBand", "Consent", "ConsentText", "EmailCode", "Invitation", "OrganisationKind", "Person", "Purpose",
    "RecoveryCode", "Role", "SecondFactor", "Sector", "Sex", "SignIn", "SignInCount",
]  # fmt: skip

DIGEST = String(64)
NOTHING = text("''")  # where a row is written past the models
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


class Role(StrEnum):
    """What somebody may do beyond learning; most have none."""

    ADMINISTRATOR = "administrator"  # everything
    ANALYST = "analyst"  # sees figures in which nobody can be found, never a name
    SUPPORT = "support"  # finds people and helps them in


class Purpose(StrEnum):
    """What a code sent by e-mail is good for."""

    SIGN_IN = "sign-in"  # confirms the address as well
    NEW_EMAIL = "new-email"
    PASSPHRASE = "passphrase"  # noqa: S105 - a purpose, no secret; a forgotten passphrase is set anew
    ERASURE = "erasure"  # of the account


def new_public_id() -> str:
    """128 random bits, for addresses: nobody counts people by them, or finds the next one."""
    return secrets.token_urlsafe(16)


def _key_of_name(context: DefaultExecutionContext) -> str:
    return name_key(str(context.get_current_parameters()["name"]))  # type: ignore[no-untyped-call]


class Person(Model):
    """Somebody with an account. An answer that is None was never given; "undisclosed" is an answer."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_is_not_empty"),
        CheckConstraint("length(country) = 2", name="country_is_alpha_2"),
        CheckConstraint("language IN ('fr', 'en')", name="language_is_ours"),
        {"sqlite_autoincrement": True},  # a number is one person's for ever: the audit log knows people by it
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(22), default=new_public_id, server_default=NOTHING, index=True, unique=True
    )  # in the addresses of the administration
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    name_key: Mapped[str] = mapped_column(Text, default=_key_of_name, server_default=NOTHING)  # folded, to be found by
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL))  # as typed: mail goes there
    email_key: Mapped[str] = mapped_column(String(LONGEST_EMAIL), unique=True)  # folded: by it an account is found
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    passphrase_hash: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))  # of mails, and of the page after signing in
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    timezone: Mapped[str | None] = mapped_column(String(60))  # None: the country's
    sex: Mapped[Sex | None] = mapped_column(one_of("sex", Sex))
    age_band: Mapped[AgeBand | None] = mapped_column(one_of("age_band", AgeBand))
    sector: Mapped[Sector | None] = mapped_column(one_of("sector", Sector))
    organisation_kind: Mapped[OrganisationKind | None] = mapped_column(one_of("organisation_kind", OrganisationKind))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    active_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)  # last signed in or did something
    warned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # that the account ends unless it is used
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    role: Mapped[Role | None] = mapped_column(one_of("role", Role), index=True)

    @validates("name")
    def _fold(self, _attribute: str, name: str) -> str:
        self.name_key = name_key(name)
        return name

    @property
    def zone(self) -> str | None:
        """The time zone that times are shown in to this person; None: the site's."""
        return self.timezone or default_zone(self.country)


class ConsentText(Model):
    """A text that people agreed to, kept for as long as anybody who did."""

    __tablename__ = "consent_text"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest_is_sha256"),)

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    content: Mapped[str] = mapped_column(Text)


class Consent(Model):
    """That a person agreed to a text, and when."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text_digest: Mapped[str] = mapped_column(ForeignKey("consent_text.digest"))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class SignIn(Model):
    """A device that is signed in, or was: the row outlives its end for as long as a form of it may come back."""

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("length(token_digest) = 64", name="digest_is_sha256"),)

    token_digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)  # of the 128-bit token in the cookie
    public_id: Mapped[str] = mapped_column(String(22), unique=True)  # by which its owner ends it
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(80))  # browser and system, in two words
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime] = mapped_column(UTCDateTime)  # its last POST
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # last shown on this device

    person: Mapped[Person] = relationship(lazy="raise")


class EmailCode(Model):
    """A code sent by e-mail: good once, for ten minutes, for one purpose."""

    __tablename__ = "email_code"
    __table_args__ = (
        Index("ix_email_code_person_id_purpose", "person_id", "purpose"),
        CheckConstraint("tries >= 0", name="tries_are_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose] = mapped_column(one_of("purpose", Purpose))
    digest: Mapped[str] = mapped_column(DIGEST)  # keyed with the site's secret: a million codes are soon tried
    new_email: Mapped[str | None] = mapped_column(String(LONGEST_EMAIL))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_by: Mapped[str | None] = mapped_column(String(64))  # the key of the form: sent twice, it signs in twice


class SignInCount(Model):
    """How often something was tried in a window of time, by account or by address (both as keyed digests)."""

    __tablename__ = "sign_in_count"
    __table_args__ = (CheckConstraint("tries >= 0", name="tries_are_not_negative"),)

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    tries: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class SecondFactor(Model):
    """What somebody with a role shows besides their code or passphrase: a time-based code of RFC 6238."""

    __tablename__ = "second_factor"
    __table_args__ = (CheckConstraint("last_step >= 0", name="last_step_is_not_negative"),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(Text)  # encrypted with the site's own secret
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: not shown yet that the device knows it
    last_step: Mapped[int] = mapped_column(default=0)  # of time, of the last code taken: each is good once


class RecoveryCode(Model):
    """What stands for a second factor that was lost; good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest_is_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(DIGEST)  # keyed with the site's secret
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Invitation(Model):
    """A link, good once, by which whoever is signed in takes a role."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest_is_sha256"),)

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)  # of the token in the link
    role: Mapped[Role] = mapped_column(one_of("role", Role))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
