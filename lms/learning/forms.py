"""What learners type outside quizzes."""

from collections.abc import Mapping

from flask_babel import gettext as _

from lms.accounts.models import LONGEST_NAME


def read_certificate_name(form: Mapping[str, str]) -> tuple[str, str]:
    """The name to print, with what to mend if it cannot be printed: the second is then not empty."""
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in form.get("name", "")).split())
    if not name:
        return name, _("Type your name as it should be printed")
    if len(name) > LONGEST_NAME:
        return name, _(
            "Shorten the name to %(longest)s characters: it has %(count)s", longest=LONGEST_NAME, count=len(name)
        )
    return name, ""
