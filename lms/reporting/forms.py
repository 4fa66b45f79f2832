"""What somebody asks of a file, read: typed values, or what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.errors import N_, Refusal
from lms.reporting.actions.making import CSV, JSONL, XLSX
from lms.reporting.columns import CONTENTS, ENROLMENTS

SHORTEST_REASON, LONGEST_REASON = 10, 500
Errors = dict[str, Refusal]


@dataclass(frozen=True, slots=True)
class Asked:
    """A file as it was asked for."""

    content: str
    file_format: str
    delimiter: str
    with_names: bool
    reason: str


def read_asked(fields: Mapping[str, str]) -> tuple[Asked | None, Errors]:
    """Rows about people need a reason, with their names or without."""
    errors: Errors = {}
    content, file_format = fields.get("content", ""), fields.get("format", "")
    if content not in CONTENTS:
        errors["content"] = Refusal(N_("Choose what the file holds"))
    if file_format not in (CSV, XLSX, JSONL):
        errors["format"] = Refusal(N_("Choose the kind of file"))
    reason = " ".join(fields.get("reason", "").split())
    if content == ENROLMENTS and len(reason) < SHORTEST_REASON:
        errors["reason"] = Refusal(
            N_("Say in a few words why: it is kept in the audit log, %(number)s characters at least"),
            number=SHORTEST_REASON,
        )
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = Refusal(N_("Shorten the reason to %(number)s characters"), number=LONGEST_REASON)
    if errors:
        return None, errors
    with_names = content == ENROLMENTS and fields.get("names") == "1"
    return Asked(content, file_format, "," if fields.get("delimiter") == "," else ";", with_names, reason), {}
