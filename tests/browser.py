"""A real browser against a real server, both on this machine."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import pytest
from flask import Flask
from waitress.server import create_server

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but the pages under test may cause traffic or a dialogue.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def find_chromium() -> str | None:
    """The Chromium of this machine, if it has one."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def not_run(what: str) -> None:
    """End a test that lacks a tool: NOT RUN for a person, failed where a machine promised to have it all."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing")
    pytest.skip(f"NOT RUN: {what} is missing")


class LiveServer:
    """An application served by waitress on a free port of loopback, in a thread, while the `with` lasts."""

    def __init__(self, app: Flask) -> None:
        self._server = create_server(app, host="127.0.0.1", port=0, threads=4)
        self._thread = threading.Thread(target=self._server.run, name="live-server", daemon=True)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.task_dispatcher.shutdown()
        self._server.trigger.pull_trigger(self._close)
        self._thread.join(timeout=5)
        assert not self._thread.is_alive()

    def _close(self) -> None:
        """Close the sockets, those too that a browser keeps for later: by the loop itself, which then has none left."""
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.close()


@contextmanager
def nobody_answers(app: Flask, ending: str, *, though_done: bool = False) -> Iterator[None]:
    """Requests to addresses that end so get what a proxy says that lost its site; `though_done`: which did it first.

    A route of the browser would not do: it does not see all that a service worker lets pass.
    """
    wsgi_app = app.wsgi_app

    def lost(environ: dict[str, Any], start_response: Any) -> Any:
        if not environ["PATH_INFO"].endswith(ending):
            return wsgi_app(environ, start_response)
        if though_done:
            list(wsgi_app(environ, lambda *_reply: lambda _data: None))
        start_response("502 Bad Gateway", [("Content-Length", "0")])
        return [b""]

    app.wsgi_app = lost  # type: ignore[method-assign, unused-ignore]
    try:
        yield
    finally:
        app.wsgi_app = wsgi_app  # type: ignore[method-assign, unused-ignore]
