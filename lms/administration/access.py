"""What a role opens: the sections of the administration, in the order of their menu."""

from dataclasses import dataclass

from flask_login import current_user

from lms.accounts.access import current_person
from lms.accounts.models import Person, Role
from lms.errors import N_
from lms.web.access import ADMINISTRATOR, ROLES, SUPPORT, Audience


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the administration: where it begins, for whom, and what it is called."""

    endpoint: str
    audience: Audience
    title: str
    about: str


# Each section adds itself here, so that menu and home page cannot forget one.
SECTIONS: tuple[Section, ...] = (
    Section("administration.people", SUPPORT, N_("People"), N_("Who they are, their sign-ins, roles, mails")),
    Section("administration.courses", ADMINISTRATOR, N_("Courses"), N_("Releases, dates, what readers see")),
    Section("administration.certificates", SUPPORT, N_("Certificates"), N_("What they state, what happened to them")),
    Section("administration.mails", SUPPORT, N_("Mails"), N_("What waits, what left, what was refused")),
    Section("administration.jobs", SUPPORT, N_("Jobs"), N_("What the server does by itself, and what failed")),
    Section("administration.settings", ADMINISTRATOR, N_("Settings"), N_("Name, certificates, legal texts, retention")),
    Section("administration.audit_log", ADMINISTRATOR, N_("Audit log"), N_("What was done with special powers")),
)


def open_sections() -> tuple[Section, ...]:
    """What the person who asks may look after."""
    return tuple(section for section in SECTIONS if current_user.role in ROLES[section.audience])


def acting() -> str:
    """Who acts, as the audit log names them."""
    return f"person:{current_person().id}"


def current_role() -> str | None:
    """The role of whoever asks for this page: what support may only look at has no button for them."""
    role: str | None = current_user.role
    return role


def may_help(person: Person) -> bool:
    """Whether the person who asks may do something to an account: support helps learners, not those with a role."""
    return current_person().role is Role.ADMINISTRATOR or person.role is None
