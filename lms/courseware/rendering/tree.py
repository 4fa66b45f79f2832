"""The tree of blocks that `folding` makes of a text: its nodes and when a list is loose."""

from dataclasses import dataclass, field
from enum import StrEnum


class Shape(StrEnum):
    """What a node of the folded tree is."""

    DOCUMENT = "document"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    RULE = "rule"
    CODE = "code"
    QUOTE = "quote"
    LIST = "list"
    ITEM = "item"
    DEFINITIONS = "definitions"
    TERM = "term"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"


LEAVES = frozenset({Shape.PARAGRAPH, Shape.HEADING, Shape.RULE, Shape.CODE, Shape.TERM})
# Containers that hold nothing but their own items.
ITEMS = {Shape.LIST: frozenset({Shape.ITEM}), Shape.DEFINITIONS: frozenset({Shape.TERM, Shape.DEFINITION})}


@dataclass(slots=True, eq=False)
class Node:
    """A block. `lines` is the text of a leaf; what a shape does not use keeps its default."""

    shape: Shape
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    is_open: bool = True
    depth: int = 0
    level: int = 0  # heading: 1 to 6
    mark: str = ""  # list: its bullet or delimiter; fence: its opening run; footnote: its name
    language: str = ""  # fence: the first word after it
    start: int = 1  # ordered list: its first number
    is_tight: bool = True  # list, definition: whether paragraphs stand without space between
    is_ordered: bool = False
    is_plain: bool = False  # paragraph: text that is not Markdown (beyond the caps)
    indent: int = 0  # item: columns that its content is indented by; fence: columns before it
    born: int = 0  # number of its first line
    ends_blank: bool = False
    is_checked: bool = False

    @property
    def text(self) -> str:
        """A leaf's text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text's tree, and what it defines for use anywhere in the lesson."""

    root: Node
    footnotes: dict[str, Node]
    abbreviations: dict[str, str]
    references: dict[str, tuple[str, str]]  # folded label → target, title


def is_loose(node: Node) -> bool:
    """Whether blank lines separate a list's items or the blocks of one item."""
    for index, item in enumerate(node.children):
        is_last = index + 1 == len(node.children)
        if not is_last and _ends_blank(item):
            return True
        for place, child in enumerate(item.children):
            if not (is_last and place + 1 == len(item.children)) and _ends_blank(child):
                return True
    return False


def _ends_blank(node: Node) -> bool:
    """Whether a blank line ends the node or the last of what it holds."""
    while not node.ends_blank:
        if node.is_checked or node.shape not in (Shape.LIST, Shape.ITEM) or not node.children:
            return False
        node.is_checked = True
        node = node.children[-1]
    return True


def mark_end(node: Node, is_blank: bool) -> None:
    """Note, up to the root, whether the last line read was a blank one."""
    ancestor: Node | None = node
    while ancestor:
        ancestor.ends_blank = is_blank
        ancestor = ancestor.parent
