"""People's names: what we accept as one, in any script."""

import re
import unicodedata

from lms.errors import N_, Refusal

LONGEST_NAME = 120
TOO_LONG = N_("Shorten the name: at most %(most)s characters")
_HEAP = re.compile("M{7}")  # no script writes as many marks on a letter; they would cover the lines around
_JOINERS = "\u200c\u200d"  # they belong to the spelling of some languages


def name_key(name: str) -> str:
    """The form under which a name is looked for: capitals and accents make no difference."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def read_name(text: str) -> str:
    """A name on one line, without signs that cannot be seen; raises Refusal, saying what to change."""
    if len(text) > 4 * LONGEST_NAME:  # before anything is made of it: long heaps of accents take minutes to sort
        raise Refusal(TOO_LONG, most=LONGEST_NAME)
    visible = "".join(
        sign if sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Cn") else " "
        for sign in unicodedata.normalize("NFC", text)
    )
    name = " ".join(visible.split())
    if not any(sign.isalpha() for sign in name):
        raise Refusal(N_("Type the first and last names"))
    if len(name) > LONGEST_NAME:
        raise Refusal(TOO_LONG, most=LONGEST_NAME)
    if _HEAP.search("".join("M" if unicodedata.category(sign) in ("Mn", "Me") else "-" for sign in name)):
        raise Refusal(N_("Check the name: too many accents stand on one letter"))
    return name
