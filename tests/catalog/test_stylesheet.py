"""One style sheet, light, and without a rule that no page uses."""

import re
from pathlib import Path

import brotli

CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def selectors(css: str) -> str:
    """Everything that stands before a brace."""
    return " ".join(re.findall(r"([^{}]*)\{", without_comments(css)))


def test_it_weighs_at_most_eight_kilobytes(root: Path) -> None:
    assert len(brotli.compress((root / "static/css/palabre.css").read_bytes(), quality=11)) <= 8_000


def test_the_script_weighs_at_most_six_kilobytes(root: Path) -> None:
    assert len(brotli.compress((root / "static/js/palabre.js").read_bytes(), quality=11)) <= 6_000


def test_every_rule_is_for_a_class_that_pages_use(root: Path) -> None:
    sources = [*(root / "lms").rglob("*.html"), *(root / "lms").rglob("*.py"), *(root / "static/js").glob("*.js")]
    words = set(re.findall(r"[a-z][a-z0-9-]*", " ".join(path.read_text("utf-8") for path in sources)))
    used = set(CLASS.findall(selectors((root / "static/css/palabre.css").read_text("utf-8"))))
    assert used - words == set()


def test_what_is_hidden_stays_so_whatever_its_class_displays(root: Path) -> None:
    assert "[hidden] { display: none !important; }" in (root / "static/css/palabre.css").read_text("utf-8")


def test_nothing_is_nested_or_fetched(root: Path) -> None:
    css = without_comments((root / "static/css/palabre.css").read_text("utf-8"))
    assert "url(" not in css
    assert "@import" not in css
    # Old Android browsers drop nested rules whole: only @-rules may hold rules.
    for block in re.findall(r"(?:^|\})([^{}@]*\{[^{}]*\{)", css):
        raise AssertionError(f"nested: {block.strip()[:80]}")
