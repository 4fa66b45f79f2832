"""Compiled parts that this process has already read, in a memory bounded in bytes.

A part is named by the digest of its content, so what is here can be old but never wrong: which part a page shows is
asked of the database on every request.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

BOUND_BYTES = 32 * 1024 * 1024
# Measured on the shipped lessons: the objects of a part take 1.6 to 1.9 times the room of its JSON.
_OBJECTS_PER_BYTE = 2


class PartCache:
    """The most recently used parts. Safe to share between threads: parts are frozen, the bookkeeping is locked."""

    def __init__(self, bound_bytes: int = BOUND_BYTES) -> None:
        self._bound_bytes = bound_bytes
        self._parts: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._size_bytes = 0
        self._lock = Lock()

    @property
    def size_bytes(self) -> int:
        """How much room the parts take, as estimated from their JSON."""
        return self._size_bytes

    def get(self, digest: str) -> Any | None:
        """The part of this digest, if it is here."""
        with self._lock:
            found = self._parts.get(digest)
            if found is None:
                return None
            self._parts.move_to_end(digest)
            return found[0]

    def put(self, digest: str, part: Any, json_bytes: int) -> None:
        """Keep a part, and let go of those that nobody has asked for longest. One larger than the bound is not kept."""
        size = json_bytes * _OBJECTS_PER_BYTE
        if size > self._bound_bytes:
            return
        with self._lock:
            if digest in self._parts:
                return
            self._parts[digest] = (part, size)
            self._size_bytes += size
            while self._size_bytes > self._bound_bytes:
                _, (_, oldest) = self._parts.popitem(last=False)
                self._size_bytes -= oldest

    def clear(self) -> None:
        """Forget everything, as a process that has just started."""
        with self._lock:
            self._parts.clear()
            self._size_bytes = 0
