"""The tree processor: every text of a tree is read once, in the order learners meet it, and set."""

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from lms.courseware.parsing.inline import anchor_of, plain_words
from lms.courseware.rendering.addresses import address_of
from lms.courseware.rendering.attributes import Attributes, split_attributes
from lms.courseware.rendering.building import TIGHT
from lms.courseware.rendering.emphasis import fill
from lms.courseware.rendering.figures import dress_figure, dress_table
from lms.courseware.rendering.passages import Heading, Passage, Rendered, Setting
from lms.courseware.rendering.spans import Makers, plain_text, read_spans
from lms.courseware.rendering.terms import abbreviation_pattern, explain
from lms.courseware.rendering.tree import Node
from lms.courseware.rendering.typography import typeset

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TEXTS = _HEADINGS | {"p", "dt", "th", "td"}
_MAX_EXPLAINED = 2_000  # abbreviations of one run: each repeats its title
# Ids that the page gives itself; a heading's made anchor keeps clear of them.
_TAKEN = ("note-", "ref-", "term-", "question-")


class PageReader:
    """What one run knows while it reads: the numbers of footnotes, anchors given, terms used."""

    def __init__(self, setting: Setting, rendered: Rendered) -> None:
        self.setting = setting
        self.rendered = rendered
        self.passage = Passage("")
        self.footnotes: dict[str, Node] = {}
        self.abbreviations: dict[str, str] = {}
        self.numbers: dict[str, int] = {}  # footnote → its number, in order of first reference
        self.references: dict[str, int] = {}  # footnote → how often it was referred to
        self.anchors: set[str] = set()
        self.tables: dict[str, int] = {}  # label → how many bear it
        self.heading = ""  # the nearest above
        self.pictures_seen = setting.pictures_above
        self.explained = 0  # abbreviations so far
        self.makers = Makers(self._link, self._picture, self._note)
        self.pattern = abbreviation_pattern({})

    def begin(self, footnotes: dict[str, Node], abbreviations: dict[str, str]) -> None:
        """Take in what all prose of the run defines."""
        self.footnotes, self.abbreviations = footnotes, abbreviations
        self.pattern = abbreviation_pattern(abbreviations)

    def read(self, root: Element, passage: Passage, references: dict[str, tuple[str, str]]) -> None:
        """Read a passage's tree in place."""
        self.passage = passage
        self.makers.references = references
        self.rendered.headings.append([])
        if passage.title:
            self.heading = passage.title
        self._walk(root, self.setting.language)
        if passage.is_inline and len(root) == 1 and root[0].tag == "p":
            _unwrap(root, root[0])

    def _walk(self, parent: Element, language: str) -> None:
        """Read what is in `parent`, whose own texts are none."""
        for child in list(parent):
            if child.tag in _TEXTS:
                if not isinstance(child.text, AtomicString):
                    self._read(child, language)
            elif child.tag == "table":
                self._walk(child, language)
                dress_table(parent, child, self._table_label(language))
            elif child.tag != "pre":
                self._walk(child, language)
            if child.tag == "p":
                if child.get(TIGHT) is not None:
                    _unwrap(parent, child)
                elif not self.passage.is_inline:
                    dress_figure(child)

    def _read(self, element: Element, language: str) -> None:
        """Read one paragraph, heading or cell."""
        text, attributes = split_attributes((element.text or "").strip())
        element.text = None
        attributes.set_on(element)
        read_spans(text, element, self.makers)
        is_heading = element.tag in _HEADINGS
        self._set(element, language, may_link=self.passage.is_prose and not is_heading)
        if is_heading:
            self._name(element, text, attributes, attributes.lang or language)

    def _name(self, element: Element, text: str, attributes: Attributes, language: str) -> None:
        """Give a heading its level and, in prose, its anchor."""
        level = max(int(element.tag[1]), self.passage.lowest_level)
        element.tag = f"h{level}"
        words = typeset(" ".join(plain_text(element).split()), language)
        self.heading = words
        if not self.passage.is_prose:
            return
        anchor = attributes.key or anchor_of(plain_words(text))
        if not attributes.key and anchor.startswith(_TAKEN):
            anchor = f"h-{anchor}"
        if anchor and anchor not in self.anchors:
            self.anchors.add(anchor)
            element.set("id", anchor)
            self.rendered.headings[-1].append(Heading(level, anchor, words))

    def _set(self, element: Element, language: str, may_link: bool) -> None:
        """Set the type of every text in `element`; link terms and explain abbreviations."""
        language = element.get("lang") or language
        for name in ("alt", "title"):
            if value := element.get(name):
                element.set(name, typeset(value, language))
        if element.tag in ("code", "br", "img", "sup"):
            return
        may_link = may_link and element.tag != "a"
        pieces: list[str | Element] = self._pieces(element.text or "", language, may_link)
        for child in list(element):
            tail, child.tail = child.tail, None
            self._set(child, language, may_link)
            pieces.append(child)
            if tail:
                pieces += self._pieces(tail, language, may_link)
        fill(element, pieces)

    def _pieces(self, text: str, language: str, may_link: bool) -> list[str | Element]:
        text = typeset(text, language)
        pieces: list[str | Element] = [text]
        if may_link and not self.passage.is_note and self.setting.glossary and language == self.setting.language:
            pieces = self._linked(text)
        return self._explained(pieces) if self.pattern else pieces

    def _explained(self, pieces: list[str | Element]) -> list[str | Element]:
        """The pieces with the abbreviations in their texts explained."""
        result: list[str | Element] = []
        for piece in pieces:
            if isinstance(piece, str) and self.pattern:
                parts = explain(piece, self.pattern, self.abbreviations, _MAX_EXPLAINED - self.explained)
                self.explained += len(parts) // 2
                result += parts
            else:
                result.append(piece)
        return result

    def _linked(self, text: str) -> list[str | Element]:
        """`text` with the first use of each glossary term a link."""
        pieces: list[str | Element] = []
        done = 0
        for start, end, key in self.setting.glossary.find(text) if self.setting.glossary else ():
            if key in self.rendered.terms:
                continue
            link = self._use(key)
            link.text = text[start:end]
            pieces += [text[done:start], link]
            done = end
        return [*pieces, text[done:]]

    def _table_label(self, language: str) -> str:
        words = self.setting.words.table
        label = typeset(
            f"{words} : {self.heading}" if language.startswith("fr") else f"{words}: {self.heading}", language
        )
        label = label if self.heading else words
        self.tables[label] = self.tables.get(label, 0) + 1
        return label if self.tables[label] == 1 else f"{label} ({self.tables[label]})"

    def _link(self, target: str, title: str) -> Element | None:
        address = self.setting.addresses.of(target)
        if address is None:
            return None
        if self.passage.is_prose and target.startswith("term:"):
            return _titled(self._use(target.removeprefix("term:")), title)
        if address.startswith("#") and not self.passage.is_prose:
            address = self.setting.page + address
        return _titled(Element("a", href=address), title)

    def _use(self, key: str) -> Element:
        """A link to a glossary entry of the page. At its first use it bears an id, for the entry to lead back to."""
        link = Element("a", href=f"#term-{key}")
        if key not in self.rendered.terms:
            self.rendered.terms[key] = None
            link.set("id", f"{key}.use")  # the dot keeps clear of headings, which authors name as they like
        return link

    def _picture(self, target: str, alternative: str, title: str, attributes: Attributes) -> Element | None:
        media = self.setting.addresses.media(target)
        if media is None:
            return None
        self.rendered.pictures[media.name] = media.size_bytes
        element = Element("img", src=address_of(media), alt="" if attributes.is_decorative else alternative)
        if title:
            element.set("title", title)
        if self.pictures_seen:
            element.set("loading", "lazy")
        self.pictures_seen += 1
        attributes.set_on(element)
        return element

    def _note(self, name: str) -> Element | None:
        """A footnote's number at the place that refers to it."""
        if not self.passage.is_prose or name not in self.footnotes:
            return None
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        times = self.references[name] = self.references.get(name, 0) + 1
        element = Element("sup")
        link = SubElement(element, "a", href=f"#note-{number}")
        link.set("id", f"ref-{number}" if times == 1 else f"ref-{number}-{times}")
        link.set("aria-label", f"{self.setting.words.note} {number}")
        link.text = str(number)
        return element


def _titled(link: Element, title: str) -> Element:
    if title:
        link.set("title", title)
    return link


def _unwrap(parent: Element, child: Element) -> None:
    """Put what is in `child` in its place."""
    if child.get("lang") and len(parent) == 1:
        parent.set("lang", child.get("lang", ""))
    elif child.get("lang"):
        child.tag = "span"
        del child.attrib[TIGHT]
        return
    pieces: list[str | Element] = [parent.text or ""]
    for element in list(parent):
        if element is child:
            pieces.append(child.text or "")
            for inner in list(child):
                tail, inner.tail = inner.tail, None
                pieces += [inner, tail or ""]
        else:
            tail, element.tail = element.tail, None
            pieces += [element, tail or ""]
    fill(parent, pieces)
