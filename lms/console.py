"""The words of the command line, in the language of its environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).

The standard library's gettext is enough and loads nothing. Click words its own texts through the same call, so with our
catalogue as the process's domain it speaks the reader's language too.
"""

import gettext as standard
import os
from gettext import gettext, ngettext

from lms.config import ROOT
from lms.errors import Refusal

__all__ = ["gettext", "language", "ngettext", "speak", "worded"]


def speak(language: str) -> None:
    """Say everything from now on in `fr` or `en`, whatever the environment says."""
    os.environ["LANGUAGE"] = language


def language() -> str:
    """In which language the command line speaks here."""
    return standard.translation("messages", str(ROOT / "translations"), fallback=True).info().get("language", "en")


def worded(refusal: Refusal) -> str:
    """A refusal in the reader's language."""
    return gettext(refusal.message) % refusal.values if refusal.values else gettext(refusal.message)


# Without a catalogue for the language asked for, texts stay in English.
standard.bindtextdomain("messages", str(ROOT / "translations"))
standard.textdomain("messages")
