"""May this reader see the mails of everyone? Only at the very machine that serves, and only where mails go nowhere."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request

from lms.config import LOOPBACK_HOSTS, Config
from lms.web.addresses import host_of_request

# Whoever adds one of these carries a request that began elsewhere.
FORWARDING = (
    "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-By",
    "X-Forwarded-Server", "X-Forwarded", "X-Original-Host", "X-Real-IP", "X-Client-IP", "CF-Connecting-IP",
    "True-Client-IP", "Via",
)  # fmt: skip


def has_mailbox() -> bool:
    """Whether the local mailbox exists for this request.

    The server is bound to loopback (`lms serve` says so; a site behind a server of its own never does), no mail server
    is set, and the request came from this machine and through nobody. The names in the address and in LMS_PUBLIC_URL
    must be this machine's too: another site's page may have its own name lead here, and some proxies tell nothing.
    """
    config: Config = current_app.config["LMS"]
    return (
        bool(current_app.config.get("IS_BOUND_TO_LOOPBACK"))
        and config.mail_server is None
        and urlsplit(config.public_url).hostname in LOOPBACK_HOSTS
        and host_of_request() in LOOPBACK_HOSTS
        and _is_loopback(request.remote_addr)
        and not any(name in request.headers for name in FORWARDING)
    )


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
