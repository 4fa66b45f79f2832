"""What accounts hold about a person."""

from datetime import datetime

from flask import current_app
from sqlalchemy import String, cast, delete, func, select

from lms.accounts.limits import CODES_ASKED, TRIES, counter_key
from lms.accounts.models import (
    Consent,
    ConsentText,
    EmailCode,
    Invitation,
    Person,
    RecoveryCode,
    SecondFactor,
    SignIn,
    SignInCount,
)  # fmt: skip
from lms.db import db
from lms.errors import N_
from lms.held import GONE, HELPERS, NOBODY, Basis, Holding, Subject

_UNDISCLOSED = N_("I prefer not to say")
PROFILE_WORDS = {
    "fr": N_("French"), "en": N_("English"),
    "female": N_("a woman"), "male": N_("a man"), "other": N_("other"), "undisclosed": _UNDISCLOSED,
    "65+": N_("65 or more"),
    "A": N_("Agriculture, forestry and fishing"), "B": N_("Mining and quarrying"), "C": N_("Manufacturing"),
    "D": N_("Electricity and gas"), "E": N_("Water, sewerage and waste"), "F": N_("Construction"),
    "G": N_("Trade and repair of vehicles"), "H": N_("Transport and storage"), "I": N_("Accommodation and food"),
    "J": N_("Information and communication"), "K": N_("Finance and insurance"), "L": N_("Real estate"),
    "M": N_("Professional, scientific and technical services"), "N": N_("Administrative and support services"),
    "O": N_("Public administration and defence"), "P": N_("Education"), "Q": N_("Health and social work"),
    "R": N_("Arts and recreation"), "S": N_("Other services"), "T": N_("Households as employers"),
    "U": N_("International organisations and embassies"),
    "government": N_("Government"), "employers": N_("Employers’ organisation"), "workers": N_("Trade union"),
    "enterprise-micro": N_("Company of fewer than 10 people"),
    "enterprise-small": N_("Company of 10 to 49 people"),
    "enterprise-medium": N_("Company of 50 to 249 people"),
    "enterprise-large": N_("Company of 250 people or more"),
    "cooperative": N_("Cooperative"), "training": N_("Training institution"),
    "civil-society": N_("Civil society organisation"), "international": N_("International organisation"),
    "self-employed": N_("None: I work for myself"), "student": N_("None: I am a student"),
    "administrator": N_("administrator"), "analyst": N_("analyst"), "support": N_("support"),
}  # fmt: skip
_ABOUT = (Person.sex, Person.age_band, Person.sector, Person.organisation_kind)
_UNUSED = N_("Until the account is erased, by its owner or because it was not used for long")

HOLDINGS = (
    Holding(
        key="account",
        title=N_("Account"),
        tables=frozenset({"person"}),
        kinds=N_("Name, e-mail address, language, country, time zone; passphrase, as a hash; dates of use"),
        purpose=N_("Signing in, writing to the person in their language, showing times where they live"),
        basis=Basis.ACCOUNT,
        kept=_UNUSED,
        seen_by=HELPERS,
        erased=GONE,
        fields={
            "name": N_("Name"), "email": N_("E-mail address"), "email_confirmed_at": N_("Address confirmed"),
            "has_passphrase": N_("Passphrase"), "language": N_("Language of our mails"), "country": N_("Country"),
            "timezone": N_("Time zone, if it is not the country’s"),
            "created_at": N_("Account opened"), "active_at": N_("Last used"),
            "warned_at": N_("Warned that it is not used"), "disabled_at": N_("Disabled"), "role": N_("Role here"),
        },
        rows=lambda subject: select(
            Person.name, Person.email, Person.email_confirmed_at,
            Person.passphrase_hash.is_not(None).label("has_passphrase"), Person.language, Person.country,
            Person.timezone, Person.created_at, Person.active_at, Person.warned_at, Person.disabled_at, Person.role,
        ).where(Person.id == subject.id),
        words=PROFILE_WORDS,
    ),
    Holding(
        key="about",
        title=N_("Answers about oneself"),
        tables=frozenset({"person"}),
        kinds=N_("Sex, age band, sector, kind of organisation: four answers that nobody has to give"),
        purpose=N_("Telling whom the courses reach, in numbers in which nobody can be recognised"),
        basis=Basis.CONSENT,
        kept=N_("Until the answer or the consent is withdrawn, or the account erased"),
        seen_by=HELPERS,
        erased=GONE,
        fields={
            "sex": N_("Sex"), "age_band": N_("Age band"), "sector": N_("Sector"),
            "organisation_kind": N_("Kind of organisation"),
        },
        rows=lambda subject: select(Person.sex, Person.age_band, Person.sector, Person.organisation_kind).where(
            Person.id == subject.id, func.coalesce(*(cast(one, String) for one in _ABOUT)).is_not(None)
        ),
        words=PROFILE_WORDS,
    ),
    Holding(
        key="consents",
        title=N_("Consents"),
        tables=frozenset({"consent", "consent_text"}),
        kinds=N_("Which text the person agreed to, when, and when they withdrew"),
        purpose=N_("Being able to show that the person agreed, and to what"),
        basis=Basis.ACCOUNT,
        kept=_UNUSED,
        seen_by=NOBODY,
        erased=GONE,
        fields={
            "version": N_("Version of the text"), "language": N_("Language"), "given_at": N_("Agreed"),
            "withdrawn_at": N_("Withdrawn"), "content": "",
        },
        rows=lambda subject: select(
            ConsentText.version, ConsentText.language, Consent.given_at, Consent.withdrawn_at, ConsentText.content
        )
        .join(ConsentText, ConsentText.digest == Consent.text_digest)
        .where(Consent.person_id == subject.id)
        .order_by(Consent.id.desc()),
        words=PROFILE_WORDS,
    ),
    Holding(
        key="sign-ins",
        title=N_("Sign-ins"),
        tables=frozenset({"sign_in"}),
        kinds=N_("Kind of browser and device, beginning, last use and end of each sign-in; no address of a network"),
        purpose=N_("Staying signed in, and ending the sign-ins of a device that was lost"),
        basis=Basis.ACCOUNT,
        kept=N_("Thirty days after they run out, and they run out after thirty days"),
        seen_by=HELPERS,
        erased=GONE,
        fields={
            "device": N_("Device"), "created_at": N_("Signed in"), "used_at": N_("Last sent something"),
            "second_factor_at": N_("Second factor shown"), "expires_at": N_("Runs out"), "ended_at": N_("Ended"),
        },
        rows=lambda subject: select(
            SignIn.device, SignIn.created_at, SignIn.used_at, SignIn.second_factor_at, SignIn.expires_at,
            SignIn.ended_at,
        )
        .where(SignIn.person_id == subject.id)
        .order_by(SignIn.created_at.desc(), SignIn.token_digest),
    ),
    Holding(
        key="codes",
        title=N_("Codes"),
        tables=frozenset({"email_code", "sign_in_count"}),
        kinds=N_("Codes sent by e-mail, as keyed digests; how often somebody tried to sign in, under a keyed digest"),
        purpose=N_("Letting the owner of an address in, and nobody who guesses"),
        basis=Basis.INTEREST,
        kept=N_("Codes ten minutes, counts an hour; thrown away within the hour that follows"),
        seen_by=NOBODY,
        erased=GONE,
        fields={
            "purpose": N_("What it was for"), "new_email": N_("Sent to a new address"), "tries": N_("Tries"),
            "created_at": N_("Sent"), "expires_at": N_("Good until"), "used_at": N_("Used"),
        },
        rows=lambda subject: select(
            EmailCode.purpose, EmailCode.new_email, EmailCode.tries, EmailCode.created_at, EmailCode.expires_at,
            EmailCode.used_at,
        )
        .where(EmailCode.person_id == subject.id)
        .order_by(EmailCode.id.desc()),
        words={
            "sign-in": N_("Signing in"), "new-email": N_("Another address"), "passphrase": N_("Passphrase"),
            "erasure": N_("Erasing the account"),
        },
    ),
    Holding(
        key="second-factor",
        title=N_("Second factor"),
        tables=frozenset({"second_factor", "recovery_code"}),
        kinds=N_("Of people with a role here: the secret of the second factor, encrypted; recovery codes, as digests"),
        purpose=N_("Keeping the data of others from whoever steals a passphrase"),
        basis=Basis.INTEREST,
        kept=N_("As long as the person has a role, or until they change it"),
        seen_by=NOBODY,
        erased=GONE,
        fields={"confirmed_at": N_("Set up"), "recovery_codes": N_("Recovery codes not used yet")},
        rows=lambda subject: select(
            SecondFactor.confirmed_at,
            select(func.count())
            .where(RecoveryCode.person_id == SecondFactor.person_id, RecoveryCode.used_at.is_(None))
            .scalar_subquery()
            .label("recovery_codes"),
        ).where(SecondFactor.person_id == subject.id),
    ),
    Holding(
        key="invitations",
        title=N_("Invitations to a role"),
        tables=frozenset({"invitation"}),
        kinds=N_("That the person took a role by a link, and when"),
        purpose=N_("Knowing how somebody came to have a role"),
        basis=Basis.INTEREST,
        kept=_UNUSED,
        seen_by=N_("Administrators"),
        erased=N_("The link to the person is erased"),
        fields={"role": N_("Role"), "created_at": N_("Made"), "expires_at": N_("Good until"), "used_at": N_("Used")},
        rows=lambda subject: select(
            Invitation.role, Invitation.created_at, Invitation.expires_at, Invitation.used_at
        )
        .where(Invitation.person_id == subject.id)
        .order_by(Invitation.created_at.desc(), Invitation.digest),
        words=PROFILE_WORDS,
    ),
)  # fmt: skip


def erase(subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Erase the account: what points to it goes with it, or forgets it, as the database is told to."""
    secret = current_app.config["LMS"].secret_key
    counts = [counter_key(secret, limit, subject.email_key) for limit in (CODES_ASKED, TRIES)]
    db.session.execute(delete(SignInCount).where(SignInCount.key.in_(counts)))
    # One by one: a database that was restored, or whose foreign keys were off for a moment, may owe us a cascade.
    for table in (Consent, SignIn, EmailCode, SecondFactor, RecoveryCode):
        db.session.execute(delete(table).where(table.person_id == subject.id))
    db.session.execute(delete(Person).where(Person.id == subject.id))
