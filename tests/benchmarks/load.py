"""Asking a site for the same page again and again, and reading what that costs its processor."""

import http.client
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

READERS = 4


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a page cost: how many a second, the processor's share of each, and its size on the wire."""

    requests: int
    seconds: float
    processor_seconds: float
    size_bytes: int

    @property
    def per_second(self) -> float:
        """Requests answered in a second, with a few readers asking at once."""
        return self.requests / self.seconds

    @property
    def processor_ms(self) -> float:
        """Processor time of the server for one request."""
        return 1000 * self.processor_seconds / self.requests


def processor_seconds(pid: int) -> float:
    """The processor time a process has used so far, user and system, as Linux tells."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask_for(address: str, pid: int, seconds: float, headers: dict[str, str]) -> Load:
    """Ask for one page for some seconds, over connections kept open, from a server that is this process."""
    counts = [0] * READERS
    sizes = [0] * READERS
    end = time.monotonic() + seconds

    def read(reader: int) -> None:
        with _connection(address) as (connection, path):
            while time.monotonic() < end:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                sizes[reader] = len(response.read())
                if response.status not in (200, 304):
                    raise RuntimeError(f"{address}: {response.status}")
                counts[reader] += 1

    readers = [threading.Thread(target=read, args=(reader,)) for reader in range(READERS)]
    before, started = processor_seconds(pid), time.monotonic()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    elapsed, used = time.monotonic() - started, processor_seconds(pid) - before
    return Load(requests=max(1, sum(counts)), seconds=elapsed, processor_seconds=used, size_bytes=max(sizes))


def fingerprint(address: str, headers: dict[str, str]) -> str:
    """The ETag of a page."""
    with _connection(address) as (connection, path):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response.getheader("ETag", "")


@contextmanager
def _connection(address: str) -> Iterator[tuple[http.client.HTTPConnection, str]]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        yield connection, parts.path
    finally:
        connection.close()
