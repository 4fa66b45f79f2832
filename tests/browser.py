"""A real browser against a real server, both on this machine."""

import shutil
import threading
from types import TracebackType
from typing import Self

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


class LiveServer:
    """An application served by waitress on a free port of loopback, in a thread, while the `with` lasts."""

    def __init__(self, app: Flask) -> None:
        self._server = create_server(app, host="127.0.0.1", port=0, threads=4)
        self._thread = threading.Thread(target=self._run, name="live-server", daemon=True)
        self._is_closing = False
        self.url = f"http://127.0.0.1:{self._server.effective_port}"

    def _run(self) -> None:
        try:
            self._server.run()
        except OSError:
            # The loop may be waiting on the very sockets that close() closes.
            if not self._is_closing:
                raise

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closing = True
        self._server.task_dispatcher.shutdown()  # first, for a worker that ends wakes the loop that close() ends
        self._server.close()
        self._thread.join(timeout=5)
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()  # kept alive by a browser that is still open; close() leaves them to the collector
