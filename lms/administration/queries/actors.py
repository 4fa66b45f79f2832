"""Who did what is shown, in words."""

from collections.abc import Iterable

from flask_babel import gettext

from lms.accounts.queries import names_of


def actors_in_words(actors: Iterable[str]) -> dict[str, str]:
    """How the actors of the audit log are called: people by their names, operators by their login. 1 query."""
    known = set(actors)
    numbers = {int(number) for kind, _, number in (one.partition(":") for one in known) if kind == "person"}
    names = names_of(numbers)
    return {one: _in_words(one, names) for one in known}


def _in_words(actor: str, names: dict[int, str]) -> str:
    kind, _, rest = actor.partition(":")
    if kind == "person":
        return names.get(int(rest)) or gettext("somebody whose account is gone")
    if kind == "site":
        return str(gettext("the site by itself"))
    said: str = gettext("%(login)s, on the server", login=rest)
    return said
