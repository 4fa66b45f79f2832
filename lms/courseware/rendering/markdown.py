"""The one Markdown pipeline, on Python-Markdown: fold, build, read, serialise, sanitise.

Python-Markdown's stages are kept and its stages' content replaced where it disagrees with Markdown previews or
where its cost is not bounded by the length of the text; tables and paragraphs are its own.
"""

import re
import threading
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from lms.courseware.rendering.building import BoundedTableProcessor, build
from lms.courseware.rendering.folding import fold
from lms.courseware.rendering.passages import Passage, Rendered, Setting
from lms.courseware.rendering.reading import PageReader
from lms.courseware.rendering.sanitising import sanitise
from lms.courseware.rendering.spans import plain_text
from lms.courseware.rendering.tree import Folded, Node, Shape

# Nobody can type these: they are taken out of every text before it comes here.
_BETWEEN = "\ue012"
_TREE = "\ue013"
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\U000f0000-\U0010ffff]")
_BLANK = re.compile("\ue000([^\ue000\ue001]{1,60})\ue001")
_SPACES = re.compile(r"[ \t\n]+")
_LINES = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "div", "table", "thead", "tbody", "tr"}
    | {"pre", "figure", "figcaption", "blockquote"}
)


class _Run:
    """One rendering: the passages, their trees, and the reader that goes through them."""

    def __init__(self, passages: list[Passage], setting: Setting) -> None:
        self.passages = passages
        self.rendered = Rendered()
        self.reader = PageReader(setting, self.rendered)
        self.words = setting.words
        self.folded: list[Folded] = []


class _Pipeline(Markdown):
    """A Markdown instance that serves one run after another."""

    run: _Run

    def __init__(self) -> None:
        super().__init__()
        self.stripTopLevelTags = False
        self.preprocessors = Registry()
        self.preprocessors.register(_Fold(self), "fold", 10)
        self.parser.blockprocessors = Registry()
        self.parser.blockprocessors.register(_Build(self), "build", 30)
        self.parser.blockprocessors.register(
            BoundedTableProcessor(self.parser, {"use_align_attribute": True}), "table", 20
        )
        self.parser.blockprocessors.register(ParagraphProcessor(self.parser), "paragraph", 10)
        self.treeprocessors = Registry()
        self.treeprocessors.register(_Read(self), "read", 10)
        self.serializer = _serialise
        self.postprocessors = Registry()
        self.postprocessors.register(_Sanitise(self), "sanitise", 10)


class _Fold(Preprocessor):
    """Each passage's text becomes a tree; nothing of it is left as lines."""

    md: _Pipeline

    def run(self, lines: list[str]) -> list[str]:
        run = self.md.run
        for passage, text in zip(run.passages, "\n".join(lines)[len(_TREE) :].split(_BETWEEN), strict=True):
            if passage.is_inline:
                root = Node(Shape.DOCUMENT)
                root.children = [Node(Shape.PARAGRAPH, root, lines=[text.strip()])] if text.strip() else []
                run.folded.append(Folded(root, {}, {}, {}))
            else:
                run.folded.append(fold(text))
        return [_TREE]


class _Build(BlockProcessor):
    """The trees become elements, one `div` for each passage."""

    def __init__(self, pipeline: _Pipeline) -> None:
        super().__init__(pipeline.parser)
        self.pipeline = pipeline

    def test(self, parent: Element, block: str) -> bool:
        return block == _TREE

    def run(self, parent: Element, blocks: list[str]) -> None:
        blocks.pop(0)
        for folded in self.pipeline.run.folded:
            build(self.parser, SubElement(parent, "div"), folded.root.children)


class _Read(Treeprocessor):
    """Texts are read in order; then the footnotes they referred to, which may refer to others."""

    md: _Pipeline

    def run(self, root: Element) -> None:
        run, reader = self.md.run, self.md.run.reader
        footnotes: dict[str, Node] = {}
        abbreviations: dict[str, str] = {}
        for passage, folded in zip(run.passages, run.folded, strict=True):
            if passage.is_prose:
                footnotes = {**folded.footnotes, **footnotes}
                abbreviations = {**folded.abbreviations, **abbreviations}
        reader.begin(footnotes, abbreviations)
        references = {label: target for folded in run.folded for label, target in folded.references.items()}
        for passage, element in zip(run.passages, list(root), strict=True):
            reader.read(element, passage, references)
            run.rendered.plain.append(_plain(element, with_pictures=not passage.is_prose))
        self._read_notes(root, references)

    def _read_notes(self, root: Element, references: dict[str, tuple[str, str]]) -> None:
        run, reader = self.md.run, self.md.run.reader
        holder = SubElement(root, "div")
        done = 0
        while done < len(reader.numbers):
            name, number = list(reader.numbers.items())[done]
            node = reader.footnotes[name]
            item = SubElement(holder, "li", id=f"note-{number}")
            part = Element("div")
            build(self.md.parser, part, node.children, is_tight=len(node.children) == 1)
            reader.read(part, Passage("", is_prose=True, is_note=True, lowest_level=3), references)
            item.text, item[:] = part.text, part[:]
            last = item[-1] if len(item) and item[-1].tag == "p" else item
            if len(last):
                last[-1].tail = f"{last[-1].tail or ''} "
            else:
                last.text = f"{last.text or ''} "
            SubElement(last, "a", href=f"#ref-{number}").text = run.words.back
            done += 1


class _Sanitise(Postprocessor):
    md: _Pipeline

    def run(self, text: str) -> str:
        return sanitise(text)


def _serialise(root: Element) -> str:
    """The inside of each `div` under `root`, with a mark between."""
    return _BETWEEN.join(
        _escape(part.text or "") + "".join(ElementTree.tostring(child, "unicode", "html") for child in part)
        for part in root
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(element: Element, with_pictures: bool) -> str:
    """A passage's words, a line for each block and cell; with the alternative texts of its pictures or without."""
    lines: list[str] = []
    _collect(element, lines, {"sup"} if with_pictures else {"sup", "img"})
    # Spaces that do not break stay: an excerpt of the text is set as the page is.
    return "\n".join(line for line in (_SPACES.sub(" ", line).strip(" ") for line in lines) if line)


def _collect(element: Element, lines: list[str], unsaid: set[str]) -> None:
    lines.append("")
    lines[-1] += element.text or ""
    for child in element:
        if child.tag in _LINES or child.tag in ("td", "th"):
            _collect(child, lines, unsaid)
            lines.append("")
        elif child.tag not in unsaid:
            lines[-1] += " " if child.tag == "br" else plain_text(child)
        lines[-1] += child.tail or ""


class _Local(threading.local):
    """Python-Markdown's instances are costly to make and serve one thread at a time."""

    def __init__(self) -> None:
        self.pipeline = _Pipeline()


_LOCAL = _Local()


def _clean(passage: Passage) -> str:
    """The text without characters that only the platform may use, but for the prompt's own blanks."""
    text = passage.text.replace("\r\n", "\n").replace("\r", "\n")
    if not passage.blanks:
        return _FORBIDDEN.sub("", text)
    pieces = _BLANK.split(text)
    kept = [_FORBIDDEN.sub("", piece) for piece in pieces]
    for place in range(1, len(pieces), 2):
        if pieces[place] in passage.blanks:
            kept[place] = f"\ue000{pieces[place]}\ue001"
    return "".join(kept)


def render(passages: list[Passage], setting: Setting) -> Rendered:
    """Render the passages in one run: they share footnotes, abbreviations and anchors."""
    pipeline = _LOCAL.pipeline
    run = pipeline.run = _Run(passages, setting)
    # Python-Markdown returns early from a text that is blank; one that begins with a mark is not.
    text = pipeline.convert(_TREE + _BETWEEN.join(map(_clean, passages))) if passages else ""
    *run.rendered.html, run.rendered.notes_html = text.split(_BETWEEN)
    return run.rendered
