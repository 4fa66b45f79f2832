"""What stands in an entry of the audit log beside its act, in words; what no closed list knows is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext

from lms.accounts.access import ROLE_NAMES
from lms.administration.wording import CAUSES, DEVICES, JOBS, SETTINGS
from lms.audit.models import AuditEntry
from lms.audit.queries import DETAILS
from lms.errors import N_
from lms.reporting import queries as reporting
from lms.reporting.queries.naming import code_name, period_name
from lms.web.formats import day, moment, number
from lms.web.locale import LANGUAGE_NAMES

LONGEST = 300  # letters of a value: legal texts are longer, and the file holds them whole
_YES, _NO = N_("yes"), N_("no")
_CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("certificate.revoke", "cause"): CAUSES,
    ("export.make", "by"): {one.value: title for one, title in reporting.TITLES.items()},
    ("export.make", "content"): reporting.CONTENTS,
    ("invitation.make", "role"): ROLE_NAMES,
    ("invitation.take", "from"): ROLE_NAMES,
    ("invitation.take", "to"): ROLE_NAMES,
    ("job.give-up", "kind"): JOBS,
    ("job.retry", "kind"): JOBS,
    ("person.end-sign-ins", "devices"): DEVICES,
    ("person.give-role", "from"): ROLE_NAMES,
    ("person.give-role", "to"): ROLE_NAMES,
    ("person.take-role", "from"): ROLE_NAMES,
    ("person.take-role", "to"): ROLE_NAMES,
}


def details_in_words(entry: AuditEntry) -> list[tuple[str, str]]:
    """The details of an entry: what each is called, and its value."""
    names = DETAILS.get(entry.action, {})
    return [
        (gettext(names.get(name, name)), _value(entry, name, value))
        for name, value in entry.details.items()
        if value not in (None, [])
    ]


def object_in_words(entry: AuditEntry) -> str:
    """What an act was about, where no page shows it."""
    kind, object_ = entry.object_kind, entry.object
    if kind == "setting" and object_ in SETTINGS:
        return str(gettext(SETTINGS[object_][0]))
    if kind == "statistics" and (period := reporting.read_period(object_)) is not None:
        return period_name(period)
    if kind == "installation":
        return moment(datetime.fromisoformat(object_).astimezone(UTC))
    if kind == "mail" and object_ == "*":
        return str(gettext("those that failed"))
    return object_


def _value(entry: AuditEntry, name: str, value: Any) -> str:
    codes = _CODES.get((entry.action, name))
    if codes is not None:
        return str(gettext(codes.get(value, value)))
    if isinstance(value, bool):
        return str(gettext(_YES if value else _NO))
    if isinstance(value, int):
        return number(value)
    if entry.action == "course.dates":
        return str(gettext("%(before)s, then %(after)s", before=_day(value[0]), after=_day(value[1])))
    if entry.action == "person.merge":
        return ", ".join(_enrolment(one) for one in value)
    if entry.action == "setting.change":
        return _setting(entry.object, value)
    if entry.action == "export.make":
        return _asked(name, value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(value: str | None) -> str:
    return day(value) if value else str(gettext("as its file says"))


def _enrolment(value: Any) -> str:
    if isinstance(value, dict):
        said: str = gettext("%(ended)s, which goes on in %(goes_on)s", **value)
        return said
    return str(value)


def _setting(name: str, value: Any) -> str:
    if isinstance(value, dict):
        texts = ((LANGUAGE_NAMES[language], _text(text)) for language, text in value.items())
        return " / ".join(gettext("%(name)s: %(value)s", name=language, value=text) for language, text in texts)
    return LANGUAGE_NAMES.get(value, value) if name == "site.language" else _text(str(value))


def _text(value: str) -> str:
    shown = " ".join(value.split())
    if not shown:
        return str(gettext("nothing"))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _asked(name: str, value: str) -> str:
    """A filter of a file of figures; courses, institutions and releases keep the name of their address."""
    if name == "format":
        return value.upper()
    if name == "period":
        period = reporting.read_period(value)
        return period_name(period) if period is not None else value
    dimension = reporting.Dimension(name)
    return code_name(dimension, value) if dimension in reporting.COLUMNS else value
