"""E-mail addresses: what we accept as one, and the form under which an account is found."""

import re
import unicodedata

from lms.errors import N_, Refusal

LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")


def read_address(text: str) -> str:
    """An address as mail goes to it; raises Refusal, saying what is missing.

    Accents are fine after the @, where the internet has a way of writing them; before it few servers take any.
    """
    cleaned = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).strip()  # long heaps of accents take minutes to sort
    if not cleaned:
        raise Refusal(N_("Type your e-mail address"))
    local, at, domain = cleaned.rpartition("@")
    if not at:
        raise Refusal(N_("Complete the e-mail address: it has an @ in its middle"))
    if not local:
        raise Refusal(N_("Complete the e-mail address: what comes before the @ is missing"))
    if not domain:
        raise Refusal(N_("Complete the e-mail address: what comes after the @ is missing"))
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    is_address = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) and len(local) <= LONGEST_LOCAL
    if not is_address or len(text) > 4 * LONGEST or len(local) + 1 + len(domain) > LONGEST:
        raise Refusal(N_("Check the e-mail address: it should look like name@example.org"))
    return f"{local}@{domain}"


def key_of(address: str) -> str:
    """The form under which an address is looked for: capitals make no difference."""
    return address.strip().casefold()
