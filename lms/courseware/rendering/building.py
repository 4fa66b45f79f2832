"""From folded blocks to elements: lists, quotes, code and definitions here, paragraphs by Python-Markdown."""

from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor
from markdown.util import AtomicString

from lms.courseware.rendering.tree import Node, Shape

MAX_CELLS = 3_000
MAX_ROW_CHARACTERS = 4_000
# Put on paragraphs that lose their tags once they have been read: those of lists without space between items.
TIGHT = "data-tight"


class BoundedTableProcessor(TableProcessor):
    """Python-Markdown's tables, but for those that would cost more than their length; they stay text."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether the block is a table of a reasonable size."""
        rows = block.split("\n")
        if len(rows) < 2 or "|" not in rows[0] or "-" not in rows[1] or max(map(len, rows)) > MAX_ROW_CHARACTERS:
            return False
        return super().test(parent, block) and len(rows) * len(self.separator) <= MAX_CELLS


def build(parser: BlockParser, parent: Element, nodes: list[Node], is_tight: bool = False) -> None:
    """Put the elements of `nodes` into `parent`. Texts stay Markdown, to be read by the tree processor."""
    for node in nodes:
        match node.shape:
            case Shape.PARAGRAPH:
                _paragraph(parser, parent, node, is_tight)
            case Shape.HEADING:
                SubElement(parent, f"h{node.level}").text = node.text
            case Shape.RULE:
                SubElement(parent, "hr")
            case Shape.CODE:
                code = SubElement(SubElement(parent, "pre", tabindex="0"), "code")
                text = node.text if node.mark else node.text.strip("\n")
                code.text = AtomicString(text + "\n")
            case Shape.QUOTE:
                build(parser, SubElement(parent, "blockquote"), node.children)
            case Shape.LIST:
                _list(parser, parent, node)
            case Shape.DEFINITIONS:
                _definitions(parser, parent, node)
            case _:
                pass  # a footnote is built where it is first referred to


def _paragraph(parser: BlockParser, parent: Element, node: Node, is_tight: bool) -> None:
    if node.is_plain:
        SubElement(parent, "p").text = AtomicString(node.text)
        return
    before = len(parent)
    parser.parseBlocks(parent, [node.text])
    if is_tight:
        for element in parent[before:]:
            if element.tag == "p":
                element.set(TIGHT, "")


def _list(parser: BlockParser, parent: Element, node: Node) -> None:
    element = SubElement(parent, "ol" if node.is_ordered else "ul")
    if node.is_ordered and node.start != 1:
        element.set("start", str(node.start))
    for item in node.children:
        build(parser, SubElement(element, "li"), item.children, node.is_tight)


def _definitions(parser: BlockParser, parent: Element, node: Node) -> None:
    element = SubElement(parent, "dl")
    for child in node.children:
        if child.shape is Shape.TERM:
            SubElement(element, "dt").text = child.text
        else:
            build(parser, SubElement(element, "dd"), child.children, child.is_tight and len(child.children) == 1)
