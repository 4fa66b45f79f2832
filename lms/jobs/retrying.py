"""When a job that failed is tried again, when nobody tries any more, and what is kept of why."""

import re
from datetime import timedelta

LEASE = timedelta(minutes=5)  # longer than any job takes: who needs more died
MOST_FAILURES = 12
_FIRST = timedelta(seconds=10)
_LONGEST = timedelta(hours=6)


def delay_after(failures: int) -> timedelta | None:
    """How long to wait after so many failures: ten seconds, then four times as long each time, six hours at most.

    None: it failed for two days, nobody tries any more.
    """
    if failures >= MOST_FAILURES:
        return None
    return min(_LONGEST, _FIRST * int(4 ** (failures - 1)))


LONGEST_ERROR = 500
_ADDRESS = re.compile(r"[^\s<>'\"(=]+@[^\s<>'\")]+")


def told(error: str) -> str:
    """What is kept of an error: its first line, where databases do not repeat rows yet, without addresses of people."""
    first = re.split(r"\n|\\n", error.strip(), maxsplit=1)[0]
    return _ADDRESS.sub("…@…", first)[:LONGEST_ERROR]
