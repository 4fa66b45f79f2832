"""The words of the command line, in the language of its environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).

The standard library's gettext is enough and loads nothing. Click words its own texts through the same call, so with our
catalogue as the process's domain it speaks the reader's language too.
"""

import gettext as standard
from gettext import gettext, ngettext

from lms.config import ROOT

__all__ = ["gettext", "ngettext", "speak_the_readers_language"]


def speak_the_readers_language() -> None:
    """Make the project's catalogue the one of this process; without it, texts stay in English."""
    standard.bindtextdomain("messages", str(ROOT / "translations"))
    standard.textdomain("messages")


speak_the_readers_language()
