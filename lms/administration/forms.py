"""What those who run the site type: reasons."""

import unicodedata

from lms.errors import N_, Refusal

LONGEST_REASON = 500


def read_reason(text: str, *, is_needed: bool = True) -> str:
    """Why, on one line: it stands in the log, where a line of its own would be an entry. Raises Refusal."""
    visible = "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") else sign for sign in text)
    reason = " ".join(visible.split())
    if is_needed and not reason:
        raise Refusal(N_("Say the reason: it is kept for whoever asks later."))
    if len(reason) > LONGEST_REASON:
        raise Refusal(N_("Shorten the reason: at most %(most)s characters"), most=LONGEST_REASON)
    return reason
