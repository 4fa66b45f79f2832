"""What a role opens: the sections of the administration, in the order of their menu."""

from dataclasses import dataclass

from flask_login import current_user

from lms.web.access import ROLES, Audience


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the administration: where it begins, for whom, and what it is called."""

    endpoint: str
    audience: Audience
    title: str
    about: str


# Each section adds itself here, so that menu and home page cannot forget one.
SECTIONS: tuple[Section, ...] = ()


def open_sections() -> tuple[Section, ...]:
    """What the person who asks may look after."""
    return tuple(section for section in SECTIONS if current_user.role in ROLES[section.audience])
