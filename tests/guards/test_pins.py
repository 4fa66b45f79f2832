"""What is installed is pinned by digest, names no address, and is the same to serve and to test."""

import re
from collections.abc import Iterable
from configparser import ConfigParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?)==([^\s;]+)", re.M)


def address_lines(text: str) -> list[str]:
    """Lines of a file of pins that say where from, instead of what."""
    return [line for line in text.splitlines() if re.search(r"://|^\s*-{1,2}(?!-?hash=)[a-z]|\s@\s", line)]


def unhashed(text: str) -> list[str]:
    """Pins without a digest."""
    entries = re.split(r"\n(?=\S)", text.strip())
    return [entry.split()[0] for entry in entries if not entry.startswith("#") and "--hash=sha256:" not in entry]


def disagreements(serving: str, testing: str) -> list[str]:
    """Pins to serve that the tests would not run with."""
    tested = set(PIN.findall(testing))
    return [f"{name}=={version}" for name, version in PIN.findall(serving) if (name, version) not in tested]


def unmet(asked: Iterable[str], pins: str) -> list[str]:
    """Requirements that no pin meets."""
    versions = {canonicalize_name(name.partition("[")[0]): version for name, version in PIN.findall(pins)}
    needs = [(Requirement(line), versions.get(canonicalize_name(Requirement(line).name))) for line in asked]
    return [str(need) for need, version in needs if version is None or version not in need.specifier]


def asked_for(settings: ConfigParser, *extras: str) -> list[str]:
    """What setup.cfg asks for, to serve and for these extras."""
    texts = [settings["options"]["install_requires"]]
    texts += [settings["options.extras_require"][name] for name in extras]
    return [line for text in texts for line in text.splitlines() if line and not line.startswith("#")]


def test_the_pins_are_what_setup_cfg_asks_for(root: Path) -> None:
    settings = ConfigParser()
    settings.read(root / "setup.cfg", encoding="utf-8")
    serving = ("postgres", "prod")
    for name, extras in (("requirements.txt", serving), ("tests/requirements.txt", (*serving, "test", "dev"))):
        assert unmet(asked_for(settings, *extras), (root / name).read_text(encoding="utf-8")) == [], name


def test_pins_are_hashed_and_name_no_address(root: Path) -> None:
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = (root / name).read_text(encoding="utf-8")
        assert len(PIN.findall(text)) > 30
        assert address_lines(text) == []
        assert unhashed(text) == []


def test_the_tests_run_with_what_is_served(root: Path) -> None:
    serving = (root / "requirements.txt").read_text(encoding="utf-8")
    assert disagreements(serving, (root / "tests" / "requirements.txt").read_text(encoding="utf-8")) == []


def test_planted_faults_are_found() -> None:
    good = "flask==3.1.3 \\\n    --hash=sha256:00\n"
    assert (address_lines(good), unhashed(good)) == ([], [])
    assert address_lines("--index-url here\n" + good) == ["--index-url here"]
    assert address_lines("flask @ https://example.org/flask.whl") != []
    assert unhashed("jinja2==3.1.6\n" + good) == ["jinja2==3.1.6"]
    assert disagreements(good, "flask==3.1.2 \\\n    --hash=sha256:00\n") == ["flask==3.1.3"]
    assert unmet(["Flask>=3.1.3,<3.2", "zoo"], good) == ["zoo"]
    assert unmet(["flask>=3.2"], good) == ["flask>=3.2"]
