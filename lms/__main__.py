"""`python3 -m lms <command>`: makes its own environment from the pins when they changed, then runs the command in it.

Only the standard library is used here, and nothing of ours: on a bare machine there is nothing else yet. With
LMS_OWN_ENVIRONMENT=1 the command runs in the Python that was called (a container, a package, a developer's own venv).
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
# The digests of the pins that are installed, one a line.
STAMP = ENVIRONMENT / "installed-pins"
TO_SERVE = ROOT / "requirements.txt"
TO_TEST = ROOT / "tests" / "requirements.txt"  # holds everything of the first
OLDEST = (3, 11, 2)

MESSAGES = {
    "old": (
        "Palabre needs Python 3.11.2 or newer; this is {found}.",
        "Palabre demande Python 3.11.2 ou plus récent ; celui-ci est {found}.",
    ),
    "no_venv": (
        "Python's venv module is missing. On Debian or Ubuntu, type:\n  sudo apt-get install python3-venv",
        "Le module venv de Python manque. Sous Debian ou Ubuntu, tapez :\n  sudo apt-get install python3-venv",
    ),
    "installing": (
        "Making the environment in .venv (once, about half a minute)…",
        "Préparation de l’environnement dans .venv (une seule fois, une demi-minute environ)…",
    ),
    "failed": (
        "The environment could not be made: see above. Without a connection to a package index, try again later.",
        "L’environnement n’a pas pu être préparé : voir ci-dessus. Sans accès aux paquets, réessayez plus tard.",
    ),
}


def say(message: str, **values: str) -> str:
    """A message in the language of the environment: catalogues are compiled only later."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    language = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return MESSAGES[message][language.startswith("fr")].format(**values)


def digest_of(pins: Path) -> str:
    """What tells one state of the pins from another."""
    return f"{hashlib.sha256(pins.read_bytes()).hexdigest()}  {pins.relative_to(ROOT)}"


def installed() -> list[str]:
    """The pins that the environment was made from; none if it is missing or its Python is gone."""
    return STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() and PYTHON.exists() else []


def ensure_environment(pins: Path) -> None:
    """Make the environment unless it holds these very pins; one process at a time."""
    if digest_of(pins) in installed():  # asked before the lock: a folder that cannot be written to can be served
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        present = installed()
        if digest_of(pins) in present:
            return
        if find_spec("venv") is None or find_spec("ensurepip") is None:
            sys.exit(say("no_venv"))
        print(say("installing"), file=sys.stderr, flush=True)
        try:
            if digest_of(TO_SERVE) not in present:  # to add the tests' tools, what is there can stay
                STAMP.unlink(missing_ok=True)
                subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
            install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*install, "--require-hashes", "-r", str(pins)], check=True)
        except (OSError, subprocess.CalledProcessError):
            sys.exit(say("failed"))
        made_from = [digest_of(TO_SERVE)] + ([digest_of(TO_TEST)] if pins == TO_TEST else [])
        STAMP.write_text("\n".join(made_from) + "\n", encoding="utf-8")


def main() -> None:
    """Run the command given on the command line, in the environment that it needs."""
    if sys.version_info < OLDEST:
        sys.exit(say("old", found=sys.version.split()[0]))
    arguments = sys.argv[1:]
    if os.environ.get("LMS_OWN_ENVIRONMENT") == "1":
        from lms.commandline import main as run

        run(arguments)
        return
    ensure_environment(TO_TEST if arguments[:1] in (["test"], ["bench"]) else TO_SERVE)
    # -m puts the working folder first on the path: from any other one, ours is named.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    os.execv(PYTHON, [str(PYTHON), "-m", "lms.commandline", *arguments])  # noqa: S606 - our own Python


if __name__ == "__main__":
    main()
