"""`python3 -m lms test`: what the tests need is installed or named, then pytest runs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from ctypes.util import find_library

import click

from lms.config import ROOT
from lms.console import gettext as _

# What is looked for, and Debian's package that brings it.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TOOLS = {
    "chromium": (CHROMIUM, ("chromium", "fonts-dejavu-core")),
    "java": (("java",), ("default-jre-headless",)),
    "git": (("git",), ("git",)),
    "poppler": (("pdftoppm",), ("poppler-utils",)),
    "nginx": (("nginx",), ("nginx-light",)),
    "caddy": (("caddy",), ("caddy",)),
    "openssl": (("openssl",), ("openssl",)),
    "systemd": (("systemd-analyze",), ("systemd",)),
}
# What `--all` needs besides: spelling and grammar in both languages.
TOOLS_FOR_ALL = {
    "hunspell": (("hunspell",), ("hunspell", "hunspell-fr", "hunspell-en-gb")),
    "grammalecte": (("grammalecte-cli",), ("grammalecte-cli",)),
}
# Libraries that the program which drives Chromium needs, by what the linker calls them.
LIBRARIES = {"atomic": "libatomic1"}


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest with these arguments after seeing to its tools; return its exit code."""
    provide_tools(is_all="--all" in arguments)
    workers = [] if {"-n", "--numprocesses"} & {argument.split("=")[0] for argument in arguments} else ["-n", "2"]
    command = [sys.executable, "-m", "pytest", *workers, *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def provide_tools(*, is_all: bool = False) -> None:
    """Install Chromium, Java and the like where we may, else print the line to type: their tests will say NOT RUN."""
    tools = {**TOOLS, **TOOLS_FOR_ALL} if is_all else TOOLS
    packages = [package for names, needed in tools.values() if not _present(names) for package in needed]
    packages += [package for library, package in LIBRARIES.items() if find_library(library) is None]
    if not packages:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        click.echo(_("Some tests need more than Python, and will be reported as NOT RUN. To run them, type:"))
        click.echo(f"  sudo apt-get install {' '.join(packages)}")
        return
    click.echo(_("Installing what the tests need: %(packages)s") % {"packages": " ".join(packages)})
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *step], env=environ, check=False, stdout=subprocess.DEVNULL)
        if done.returncode != 0:
            click.echo(_("apt-get could not do it: see above."))
            return


def _present(names: Sequence[str]) -> bool:
    return any(shutil.which(name) for name in names)
