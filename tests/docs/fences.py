"""The fenced examples of the pages for authors: what each is, where it goes in a course, what a check must say.

The words behind a fence's opening say it, and no Markdown viewer shows them: `markdown lesson`, `yaml course.yml`,
`text files` and so on for a good example; `markdown lesson error=raw-html` for one with exactly that error (or
`warning=`); `markdown lesson fr` and right after it `markdown lesson en` for an original and its translation;
`text says` for the checker's words on the example above it; `sh` for commands, `text` for what a screen shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

AUTHORS = Path(__file__).resolve().parents[2] / "docs" / "authors"
LANGUAGES = ("fr", "en")
MARKDOWN = ("lesson", "question", "quiz", "exam", "project", "glossary", "module", "course")
CHECKED = (
    *(f"markdown {what}" for what in MARKDOWN),
    "yaml course.yml",
    "yaml institutions.yml",
    "yaml topics.yml",
    "text files",
)
UNCHECKED = ("sh", "text", "text says")

_OPENING = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>.*)$")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block of a page: its words behind the opening, its text, the line where it opens."""

    page: str
    line: int
    info: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """Something an author may write, or should not. `texts`: by language where the page shows both, else under ""."""

    page: str
    line: int
    kind: str
    texts: dict[str, str]
    severity: str = ""
    code: str = ""
    says: str = ""

    @property
    def name(self) -> str:
        return f"{self.page}:{self.line}"


def pages(language: str) -> list[Path]:
    """The pages in a language, in their order."""
    return sorted((AUTHORS / language).glob("*.md"))


def fences(page: Path) -> list[Fence]:
    """Every fenced block of a page."""
    found: list[Fence] = []
    fence, info, start = "", "", 0
    text: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if fence:
            if line.startswith(fence) and not line.strip(fence[0]):
                found.append(Fence(f"{page.parent.name}/{page.name}", start, info, "\n".join([*text, ""])))
                fence = ""
            else:
                text.append(line)
        elif match := _OPENING.match(line):
            fence, info, start, text = match["fence"], match["info"].strip(), number, []
    assert not fence, f"{page}:{start}: the fence is not closed"
    return found


def examples(page: Path) -> list[Example]:
    """The examples of a page that the checker reads, pairs and the checker's words put together."""
    return list(_joined(fences(page)))


def _joined(found: list[Fence]) -> Iterator[Example]:
    last: Example | None = None
    for fence in found:
        if fence.info == "text says":
            assert last is not None and last.code, f"{fence.page}:{fence.line}: says what, on which example?"
            last = replace(last, says=fence.text)
            continue
        if fence.info in UNCHECKED:
            continue
        example = _example(fence)
        if last is not None and set(last.texts) == {"fr"}:
            assert set(example.texts) == {"en"}, f"{last.name}: the translation must follow"
            last = replace(example, line=last.line, texts={**last.texts, **example.texts})
            continue
        if last is not None:
            yield last
        last = example
    if last is not None:
        yield last


def _example(fence: Fence) -> Example:
    where = f"{fence.page}:{fence.line}"
    words = fence.info.split()
    kind = " ".join(words[:2])
    assert kind in CHECKED, f"{where}: “{fence.info}” is none of {CHECKED + UNCHECKED}"
    language = severity = code = ""
    for word in words[2:]:
        if word in LANGUAGES:
            language = word
        else:
            severity, _, code = word.partition("=")
            assert severity in ("error", "warning") and code, f"{where}: what is “{word}”?"
    return Example(fence.page, fence.line, kind, {language: fence.text}, severity, code)
