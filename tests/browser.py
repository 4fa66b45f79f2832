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
