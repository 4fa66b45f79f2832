"""No template holds a style, a script or an outside address, for one strict policy serves every page; nor words that
no catalogue translates."""

import re
from pathlib import Path

from tests.guards.houses import house_of

FORBIDDEN = {
    "an inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.I),
    "something loaded from elsewhere": re.compile(
        r"<(script|img|link|source|audio|video|iframe)[^>]*(src|href)=[\"']?(https?:)?//", re.I
    ),
    "text that is not escaped": re.compile(r"autoescape\s+false", re.I),
}

JINJA = re.compile(r"\{#.*?#\}|\{%-?\s*trans\b.*?\bendtrans\s*-?%\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
# Written alike in both languages: what is typed, the name of the platform, those of licences; a whole language's own.
ALIKE = re.compile(r"<code>.*?</code>|<(\w+)[^>]*\slang=\"(?:fr|en)\"[^>]*>.*?</\1>|\b(?:Palabre|AGPL|CC|BY)\b", re.S)
READ_ALOUD = re.compile(r"\s(?:aria-label|title|alt|placeholder)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>|&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")


def untranslated_in(folder: Path) -> list[str]:
    """Words that the templates of a folder say in one language to everybody, with file and line."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for pattern in (JINJA, ALIKE):
            text = pattern.sub(_as_many_lines, text)
        text = TAG.sub(lambda tag: " ".join([*READ_ALOUD.findall(tag[0]), _as_many_lines(tag)]), text)
        for line, words in enumerate(text.split("\n"), 1):
            found += [f"{path.relative_to(folder)}:{line}: {word}" for word in WORD.findall(words)]
    return found


def _as_many_lines(match: re.Match[str]) -> str:
    return " " + "\n" * match[0].count("\n")


def forbidden_in(folder: Path) -> list[str]:
    """What the templates of a folder hold against the policy, with file and line."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for what, pattern in FORBIDDEN.items():
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(folder)}:{line}: {what}")
    return found


def test_templates_hold_nothing_inline(root: Path) -> None:
    assert forbidden_in(root / "lms" / "templates") == []


def test_planted_faults_are_found(tmp_path: Path) -> None:
    house_of(
        tmp_path,
        {
            "a.html": '<p>fine</p>\n<p style="color:red">no</p>',
            "b.html": "<script>alert(1)</script>",
            "c.html": '<button onclick="go()">x</button><script src="{{ static_url(\'js/a.js\') }}"></script>',
            "d.html": '<img src="https://example.org/a.png">',
        },
    )
    assert [fault.split(":")[0] for fault in forbidden_in(tmp_path)] == ["a.html", "b.html", "c.html", "d.html"]


def test_every_word_of_a_template_can_be_translated(root: Path) -> None:
    assert untranslated_in(root / "lms" / "templates") == []


def test_planted_words_are_found(tmp_path: Path) -> None:
    house_of(
        tmp_path,
        {
            "a.html": '{# a remark #}\n<p class="meta">{{ _("Fine") }}&nbsp;{% trans %}Fine{% endtrans %}</p>\nHere',
            "b.html": '<a href="/"\n title="Home">1</a>',
            "c.html": '<html lang="{{ current_language() }}"><main>Menu</main></html>',
            "d.html": '<p>Palabre, <code>python3 -m lms</code> <a lang="fr" href="/fr/">Lire</a></p>',
        },
    )
    assert untranslated_in(tmp_path) == ["a.html:3: Here", "b.html:1: Home", "c.html:1: Menu"]


def test_a_mail_names_the_site_as_its_administrators_call_it(root: Path) -> None:
    folder = root / "lms" / "templates" / "mail"
    assert [path.name for path in folder.glob("*.txt") if "Palabre" in path.read_text(encoding="utf-8")] == []
