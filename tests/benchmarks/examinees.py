"""Thousands of learners who take a quiz at the same time, in a process of their own: standard library, one thread.

`python -m tests.benchmarks.examinees` reads what to do as JSON from its standard input and writes what came of it, as
JSON, to its standard output. Each learner keeps a connection open and thinks before answering, as people do.
"""

import asyncio
import gzip
import json
import random
import resource
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.learners import filled_form

PATIENCE_S = 60.0  # after which somebody gives up waiting for a reply


@dataclass
class Told:
    """What all of them saw: seconds by kind of request, what went wrong, how many got to their result."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    finished: int = 0


class Examinee:
    """One of them."""

    def __init__(self, port: int, cookie: str, told: Told) -> None:
        self._port, self._cookie, self._told = port, cookie, told
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._has_asked = False  # on this connection

    async def take(self, quiz: str, after_s: float, think_s: float, tries: int = 1) -> None:
        """Come after a while and take the quiz so many times, question by question, up to the result."""
        await asyncio.sleep(after_s)
        try:
            for _ in range(tries):
                await self._take_once(quiz, think_s)
        except (OSError, RuntimeError, asyncio.IncompleteReadError, TimeoutError) as error:
            self._told.errors.append(f"{type(error).__name__}: {error}")
        finally:
            self._leave()

    async def _take_once(self, quiz: str, think_s: float) -> None:
        path, page = quiz, (await self._ask("front", "GET", quiz))[1]
        while not path.endswith("/result"):
            action, fields = filled_form(page, path)
            await asyncio.sleep(think_s * (0.5 + random.random()))
            path = (await self._ask(_kind_of_post(action), "POST", action, urlencode(fields)))[0]
            page = (await self._ask(_kind_of_page(path), "GET", path))[1]
        self._told.finished += 1

    async def _ask(self, kind: str, method: str, path: str, body: str = "") -> tuple[str, str]:
        """Where a reply leads, and its text."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nCookie: {self._cookie}\r\n"
        head += "Accept-Encoding: gzip\r\n"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        request = f"{head}\r\n{body}".encode()
        started = time.perf_counter()
        async with asyncio.timeout(PATIENCE_S):
            status, headers, content = await self._reply(request)
        self._told.seconds.setdefault(kind, []).append(time.perf_counter() - started)
        if status not in (200, 303):
            raise RuntimeError(f"{kind} {status}")
        if cookie := headers.get("set-cookie"):
            self._cookie = cookie.partition(";")[0]
        return headers.get("location", ""), content.decode() if status == 200 else ""

    async def _reply(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """The reply to a request, asked for once more where the server had closed the idle connection, as browsers do.

        A form that is sent twice counts once: its key says so.
        """
        try:
            reader, head = await self._begun(request)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            has_begun = isinstance(error, asyncio.IncompleteReadError) and error.partial
            if has_begun or not self._has_asked:
                raise
            self._leave()
            reader, head = await self._begun(request)
        status, headers = _head(head)
        content = await self._content(reader, headers)
        self._has_asked = True
        return status, headers, content

    async def _begun(self, request: bytes) -> tuple[asyncio.StreamReader, bytes]:
        """Send a request; the beginning of its reply, and where the rest of it comes from."""
        if self._reader is None or self._writer is None:
            self._has_asked = False
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(request)
        return self._reader, await self._reader.readuntil(b"\r\n\r\n")

    def _leave(self) -> None:
        """Close the connection, if there is one."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _content(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            content = b""
            while size := int(await reader.readline(), 16):
                content += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        else:
            content = await reader.readexactly(int(headers.get("content-length", 0)))
        return gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content


def _head(raw: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = raw.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


def _kind_of_post(action: str) -> str:
    return "start" if action.endswith("/start") else "submit" if action.endswith("/submit") else "answer"


def _kind_of_page(path: str) -> str:
    return "result" if path.endswith("/result") else "question" if "/questions/" in path else "review"


async def _all(work: dict[str, Any], told: Told) -> None:
    count = len(work["cookies"])
    arrivals = (work["within_s"] * number / count for number in range(count))
    await asyncio.gather(
        *(
            Examinee(work["port"], cookie, told).take(work["quiz"], after_s, work["think_s"], work["tries"])
            for cookie, after_s in zip(work["cookies"], arrivals, strict=True)
        )
    )


def main() -> None:
    """Do it, and tell."""
    told, started = Told(), time.perf_counter()
    asyncio.run(_all(json.load(sys.stdin), told))
    used = resource.getrusage(resource.RUSAGE_SELF)
    json.dump(
        {
            "seconds": told.seconds,
            "errors": told.errors,
            "finished": told.finished,
            "elapsed_s": time.perf_counter() - started,
            "processor_s": used.ru_utime + used.ru_stime,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
