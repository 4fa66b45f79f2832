"""A mail as it travels: plain text in UTF-8, under the headers that say who writes and that a machine does."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr


def message(
    *, sender: str, recipient: str, subject: str, body: str, message_id: str, language: str, at: datetime
) -> EmailMessage:
    """Put a mail together. A line break in a header is refused by the library, and none of ours holds one."""
    name, address = parseaddr(sender)
    found = EmailMessage(policy=SMTP)
    found["From"] = Address(display_name=name, addr_spec=address)
    found["To"] = Address(addr_spec=recipient)
    found["Subject"] = subject
    found["Date"] = format_datetime(at)
    found["Message-ID"] = message_id
    found["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    found.set_content(body, charset="utf-8", cte="quoted-printable")
    found["Content-Language"] = language  # after the content, whose setting takes such headers away
    return found


def split(text: str) -> tuple[str, str]:
    """The subject of a rendered letter, its first line, and its body."""
    subject, _line_end, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
