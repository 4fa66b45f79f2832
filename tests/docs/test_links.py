"""Every link of the documentation to another of its files, or to a heading of one, leads somewhere."""

import re
from pathlib import Path

from tests.guards.houses import house_of

_LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[`~]*[ ]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")


def prose(page: Path) -> str:
    """A page without its fences and its words between backticks."""
    return _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """The anchors that a repository's viewer gives to a page's headings."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#{1,6} (.+?)\s*#*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(folder: Path) -> list[str]:
    """The relative links of a folder's pages that lead nowhere."""
    found = []
    for page in sorted(folder.rglob("*.md")):
        for target in _LINK.findall(prose(page)):
            if _ELSEWHERE.match(target):
                continue
            path, _, anchor = target.partition("#")
            other = page.parent / path if path else page
            if not other.exists() or (anchor and other.suffix == ".md" and anchor not in anchors(other)):
                found.append(f"{page.relative_to(folder)}: {target}")
    return found


def test_every_relative_link_of_the_documentation_resolves(root: Path) -> None:
    assert (root / "docs" / "authors" / "README.md").is_file()
    assert broken_links(root / "docs") == []


def test_planted_broken_links_are_found(tmp_path: Path) -> None:
    house_of(
        tmp_path,
        {
            "a.md": "# Été : un\n[b](b.md) [c](fr/c.md) [web](https://example.org/x.md) `[d](d.md)` [é](#été--un)\n",
            "b.md": "[a](a.md#nowhere)\n```\n[e](e.md)\n```\n",
        },
    )
    assert broken_links(tmp_path) == ["a.md: fr/c.md", "b.md: a.md#nowhere"]
