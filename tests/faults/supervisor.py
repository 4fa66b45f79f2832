"""A site whose server is started anew whenever it dies: what a test that kills it talks to.

The socket is the parent's, so that whoever calls while no server lives waits, as behind a service manager. The parent
prints the number of each child, and ends with its own standard input.
"""

import os
import socket
import sys
import threading

from waitress import serve

from lms.app import create_app


def main() -> None:
    """Fork a server, wait for its end, fork the next."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        child = os.fork()
        if child == 0:
            serve(create_app(), sockets=[listener], threads=4)
            os._exit(0)
        threading.Thread(target=_end_with_the_test, args=(child,), daemon=True).start()
        print(child, flush=True)
        os.waitpid(child, 0)


def _end_with_the_test(child: int) -> None:
    if not sys.stdin.read():
        os.kill(child, 9)
        os._exit(0)


if __name__ == "__main__":
    main()
