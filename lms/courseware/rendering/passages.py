"""What goes into one run of the Markdown pipeline, and what comes out."""

from dataclasses import dataclass, field

from lms.courseware.rendering.addresses import Addresses
from lms.courseware.rendering.terms import Glossary


@dataclass(frozen=True, slots=True)
class Words:
    """The few words of the platform that stand inside compiled HTML, in the page's language."""

    note: str  # "Note": the name of a footnote's number
    back: str  # "Back to the text": after a footnote
    table: str  # "Table": what a wide table is called, before the heading it stands under


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of Markdown. Prose of a lesson has anchors, footnotes and glossary links; a question has none."""

    text: str
    title: str = ""  # of the block it stands in
    is_prose: bool = False
    is_note: bool = False  # a footnote: the titles of sources in it are no place for glossary links
    is_inline: bool = False  # one paragraph without its tags: an option, a cell
    lowest_level: int = 2  # of headings: 3 under a block's own
    blanks: frozenset[str] = frozenset()  # a prompt: the ids whose tokens stand in it


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of prose, as set."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """All that is around the passages of one run."""

    addresses: Addresses
    words: Words
    glossary: Glossary | None = None
    page: str = ""  # the address of the page that anchors in questions point into
    pictures_above: int = 0  # how many pictures the page has shown before; only the first is loaded at once

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.addresses.language


@dataclass(slots=True)
class Rendered:
    """One run's results: HTML and plain text per passage, in their order."""

    html: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    headings: list[list[Heading]] = field(default_factory=list)
    notes_html: str = ""
    terms: dict[str, None] = field(default_factory=dict)  # keys in order of first use
    pictures: dict[str, int] = field(default_factory=dict)  # name of the file → bytes
