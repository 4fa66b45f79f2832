"""How often one may try to sign in: counted for an account first, then for an address, which a classroom shares."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in a window of time that begins with the first."""

    name: str
    most: int
    window: timedelta


CODES_ASKED = Limit("codes", 5, timedelta(hours=1))
TRIES = Limit("tries", 10, timedelta(minutes=15))
SECOND_FACTORS = Limit("second-factors", 10, timedelta(minutes=15))
FROM_ADDRESS = Limit("address", 300, timedelta(hours=1))


def counter_key(secret: str, limit: Limit, subject: str) -> str:
    """The name of a counter, which does not tell whom it counts."""
    text = f"sign-in count:{limit.name}:{subject}"
    return f"{limit.name}:{hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()}"


def address_of(peer: str, forwarded_for: str) -> str:
    """The reader's address: the connection's, or what a proxy of the same network says that it was.

    Whoever owns an IPv6 address owns the network of its first 64 bits. Only the last of the forwarded addresses counts:
    the proxy wrote it, the others came with the request.
    """
    last = forwarded_for.rpartition(",")[2].strip()
    try:
        is_proxy = ip_address(peer).is_private and bool(last)
        address = ip_address(last if is_proxy else peer)
    except ValueError:
        return peer
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)
