"""`lms doctor`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from lms.console import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.operation.findings import Finding


@click.command(help=_("Look at everything this installation needs, and say how to mend what is not well."))
@click.option("--json", "is_json", is_flag=True, help=_("For programs: a list of objects."))
def doctor(is_json: bool) -> None:
    """Examine the installation; exits 1 if anything is broken."""
    from lms.operation.cli.saving import installation

    with installation() as config:
        from lms.clock import now
        from lms.operation.queries.installation import examine

        found = list(examine(config, now()))
    if is_json:
        said = [
            {"subject": _(one.subject), "level": one.level.value, "said": _said(one), "mend": _mend(one)}
            for one in found
        ]
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        tell(found)
    sys.exit(1 if is_broken(found) else 0)


def is_broken(found: Iterable[Finding]) -> bool:
    """Whether anything does not work."""
    return any(one.level.value == "fault" for one in found)


def tell(found: Iterable[Finding]) -> None:
    """A line for each finding, and one more that says how to mend it."""
    words = {"ok": _("ok"), "warning": _("warning"), "fault": _("FAULT")}
    colours = {"ok": "green", "warning": "yellow", "fault": "red"}
    width = max(map(len, words.values()))
    for one in found:
        level = click.style(words[one.level.value].ljust(width), fg=colours[one.level.value])
        colon = _("%(subject)s: %(said)s") % {"subject": _(one.subject), "said": _said(one)}
        click.echo(f"{level}  {colon}")
        if mend := _mend(one):
            click.echo(f"{' ' * width}  → {mend}")


def _as_object(one: Finding) -> dict[str, str]:
    return {"subject": _(one.subject), "level": one.level.value, "said": _said(one), "mend": _mend(one)}


def _said(one: Finding) -> str:
    values = {**one.values}
    if "other" in values:
        values["other"] = {"disk": _("disk"), "database": _("database")}[values["other"]]
    return _(one.said) % values if values else _(one.said)


def _mend(one: Finding) -> str:
    return (_(one.mend) % one.values if one.values else _(one.mend)) if one.mend else ""
