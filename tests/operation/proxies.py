"""The proxies and servers of docs/operators, started from the very files that an operator copies."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from lms.config import ROOT

FILES = ROOT / "docs" / "operators" / "files"
HOST = "palabre.example"
PATIENCE_S = 40
START_S = 120  # 3 on a quiet machine; this one runs other tests


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    text: str


class _Connection(http.client.HTTPSConnection):
    """To a port of this machine, under the name of the site."""

    def connect(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # its own certificate, for a test
        plain = socket.create_connection(("127.0.0.1", self.port or 443), timeout=PATIENCE_S)
        self.sock = context.wrap_socket(plain, server_hostname=HOST)


@dataclass
class Visitor:
    """A browser on the other side of the proxy: keeps cookies as browsers do, sends forms with where they come from."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)  # the Set-Cookie lines, as they came

    def ask(self, path: str, data: dict[str, str] | None = None, **headers: str) -> Reply:
        connection = _Connection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            sent = {"Host": HOST, "Referer": f"https://{HOST}{path}", **headers}
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            if data is not None:
                sent["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("GET" if data is None else "POST", path, urlencode(data) if data else None, sent)
            reply = connection.getresponse()
            for line in reply.headers.get_all("Set-Cookie") or []:
                self.kept.append(line)
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Reply(reply.status, reply.headers, reply.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def send(self, path: str, **typed: str) -> Reply:
        """Fill in the form of a page, and send it."""
        from tests.forms import hidden

        return self.ask(path, {**hidden(self.ask(path).text), **typed})


@contextmanager
def running(command: list[str], port: int, log: Path, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program, from the moment it listens on its port."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environ},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            began = time.monotonic()
            while not _listens(port):
                assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
                assert time.monotonic() - began < START_S, log.read_text(encoding="utf-8", errors="replace")
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # its own group: what it has started goes with it
                process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def granian_command(port: int) -> list[str]:
    """What the unit starts, with the Python of the tests."""
    unit = (FILES / "palabre@.service").read_text(encoding="utf-8")
    [line] = re.findall(r"^ExecStart=(.+)$", unit, re.M)
    program, *arguments = line.replace("%i", str(port)).split()
    return [str(Path(sys.executable).parent / Path(program).name), *arguments]


def caddy_command(folder: Path, port: int, upstreams: list[int]) -> list[str]:
    """Caddy with the Caddyfile of the documentation, on a port of this machine, with a certificate of its own."""
    text = (FILES / "Caddyfile").read_text(encoding="utf-8")
    options = (
        "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n"
        f"\tstorage file_system {folder / 'caddy'}\n}}\n"
    )
    text = text.replace(f"\n{HOST} {{\n", f"\nhttps://{HOST}:{port} {{\n\ttls internal\n")
    path = folder / "Caddyfile"
    path.write_text(options + _with_ports(text, upstreams), encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(path)]


def nginx_command(folder: Path, port: int, upstreams: list[int]) -> list[str]:
    """The nginx of this machine with the site of the documentation, on a port of its own, with a certificate for it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", f"/CN={HOST}", "-keyout", str(key), "-out", str(certificate),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    site = (FILES / "nginx.conf").read_text(encoding="utf-8")
    site = _with_ports(site, upstreams).replace("listen 443", f"listen 127.0.0.1:{port}")
    site = site.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    site = site.replace(f"/etc/letsencrypt/live/{HOST}/fullchain.pem", str(certificate))
    site = site.replace(f"/etc/letsencrypt/live/{HOST}/privkey.pem", str(key))
    (folder / "site.conf").write_text(site, encoding="utf-8")
    temporary = "".join(
        f"    {kind}_temp_path {folder / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off;\nuser {'root' if os.geteuid() == 0 else 'nobody'};\npid {folder / 'pid'};\n"
        f"error_log {folder / 'error.log'};\nworker_processes 1;\nevents {{}}\n"
        f"http {{\n{temporary}    include {folder / 'site.conf'};\n}}\n",
        encoding="utf-8",
    )
    return ["nginx", "-c", str(path), "-p", str(folder)]


def _with_ports(text: str, upstreams: list[int]) -> str:
    for shown, port in zip((8101, 8102), upstreams, strict=True):
        assert f":{shown}" in text
        text = text.replace(f":{shown}", f":{port}")
    return text
