"""`lms privacy …`: the register of processing; erasing again after a backup was put back by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lms.console import gettext as _
from lms.console import ngettext, speak
from lms.installation import opened

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.group(help=_("Personal data: the register of processing, and erasing again after a restore."))
def privacy() -> None:
    """The commands about personal data."""


@privacy.command(help=_("Print the register of processing, as Markdown."))
@click.option("--language", type=click.Choice(["fr", "en"]), help=_("In which language; else the console’s."))
def register(language: str | None) -> None:
    """Print the register."""
    if language:
        speak(language)
    for line in _lines():
        click.echo(line)


@privacy.command("erase-again", help=_("Erase those whom a backup that was put back by hand brought back."))
def erase_again_now() -> None:
    """Erase them again."""
    with opened():
        from lms.clock import now
        from lms.db import db
        from lms.privacy.actions.again import erase_again

        count = erase_again(now())
        db.session.commit()
    text = ngettext("%(num)s account is erased again.", "%(num)s accounts are erased again.", count)
    click.echo(text % {"num": count})


def _lines() -> Iterator[str]:
    from lms.held import BASES
    from lms.privacy.queries import MEASURES, holdings

    yield f"# {_('Register of processing')}"
    for one in holdings():
        yield ""
        yield f"## {_(one.title)}"
        yield ""
        yield f"- {_('Which data')}: {_(one.kinds)}"
        yield f"- {_('What it is for')}: {_(one.purpose)}"
        yield f"- {_('Legal basis')}: {_(BASES[one.basis])}"
        yield f"- {_('Who sees it')}: {_('The person')}. {_(one.seen_by)}"
        yield f"- {_('How long')}: {_(one.kept)}"
        yield f"- {_('When the account is erased')}: {_(one.erased)}"
    yield ""
    yield f"## {_('How it is kept safe')}"
    yield ""
    for text in MEASURES:
        yield f"- {_(text)}"
