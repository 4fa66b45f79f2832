"""What learners type outside quizzes."""

from collections.abc import Mapping

from lms.accounts.forms import read_name
from lms.errors import Refusal
from lms.web.forms import worded


def read_certificate_name(form: Mapping[str, str]) -> tuple[str, str]:
    """The name to print, read as that of an account; else as it was typed, with what to mend: the second is then not
    empty.
    """
    typed = form.get("name", "")
    try:
        return read_name(typed), ""
    except Refusal as refusal:
        return typed, worded(refusal)
