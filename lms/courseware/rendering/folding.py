"""Markdown's blocks, read as CommonMark reads them, folded into a tree before Python-Markdown runs.

Python-Markdown wants blank lines before lists and four spaces inside them; a Markdown preview does
not. So paragraphs, headings, lists, quotes and code are found here, by the algorithm of the CommonMark
specification (appendix "A parsing strategy"), with three containers that Python-Markdown's extensions
have and CommonMark lacks: footnotes, definition lists and abbreviations. What is inside a paragraph is
left to the rest of the pipeline. One pass over the lines; depth and number of blocks are capped.
"""

import re

from lms.courseware.rendering.blockmarks import (
    ABBREVIATION,
    BULLET,
    DEFINITION,
    FENCE,
    FOOTNOTE,
    HEADING,
    NUMBER,
    REFERENCE,
    RULE,
    SETEXT,
    SPECIAL,
    Line,
    label_of,
    without_closing_marks,
)
from lms.courseware.rendering.tree import ITEMS, LEAVES, Folded, Node, Shape, is_loose, mark_end

MAX_CHARACTERS = 200_000  # of one lesson: twenty times what the checker warns of
MAX_NODES = 10_000
MAX_DEPTH = 24  # a nested list takes two: the list and its item


def fold(text: str) -> Folded:
    """Read `text` into a tree. Text beyond the caps is kept, as plain paragraphs."""
    folder = _Folder()
    if len(text) > MAX_CHARACTERS:
        folder.add_plain(text.split("\n"))
    else:
        lines = text.expandtabs(4).split("\n")
        for number, line in enumerate(lines):
            if folder.count >= MAX_NODES:
                folder.add_plain(lines[number:])
                break
            folder.read(line, number)
    return folder.finish()


class _Folder:
    """The state between two lines: a tree whose last branch is open."""

    def __init__(self) -> None:
        self.root = self.tip = Node(Shape.DOCUMENT)
        self.matched = self.root  # the deepest open block that this line belongs to
        self.is_closed = True  # whether the open blocks below `matched` have been closed
        self.is_used = False  # whether nothing is left of the line
        self.count = 0
        self.footnotes: dict[str, Node] = {}
        self.abbreviations: dict[str, str] = {}
        self.references: dict[str, tuple[str, str]] = {}
        self.number = 0
        self.line = Line()

    def read(self, line: str, number: int) -> None:
        """Take in one line, as the specification says: match what is open, open what begins, add the text."""
        self.number = number
        self.line.set(line)
        self.is_used = False
        container = self.root
        while container.children and container.children[-1].is_open:
            child = container.children[-1]
            matched = self._continues(child)
            if matched is None:
                return
            if not matched:
                break
            container = child
        self.matched = container
        self.is_closed = container is self.tip

        is_leaf = container.shape in LEAVES and container.shape is not Shape.PARAGRAPH
        while not is_leaf:
            opened = self._open(container)
            if opened is None:
                break
            container = opened
            is_leaf = container.shape in LEAVES
        if self.is_used:
            mark_end(container, is_blank=False)
        else:
            self._add(container)

    def _continues(self, node: Node) -> bool | None:
        """Whether this line still belongs to `node`; None when the line closes it and is used up."""
        match node.shape:
            case Shape.LIST | Shape.DEFINITIONS:
                return True
            case Shape.ITEM | Shape.DEFINITION | Shape.FOOTNOTE:
                return self._is_inside(node)
            case Shape.QUOTE:
                return self.line.pass_quote()
            case Shape.CODE:
                return self._is_code(node)
            case Shape.PARAGRAPH:
                return not self.line.is_blank
            case _:
                return False

    def _is_inside(self, node: Node) -> bool:
        """Whether the line is blank or indented as far as the content of `node`."""
        if self.line.is_blank:
            self.line.advance(self.line.indent)
            return bool(node.children)
        if self.line.indent < node.indent:
            return False
        self.line.advance(node.indent)
        return True

    def _is_code(self, node: Node) -> bool | None:
        if not node.mark:
            if self.line.indent < 4 and not self.line.is_blank:
                return False
            self.line.advance(min(self.line.indent, 4))
            return True
        run = self.line.rest.strip(" ")
        if self.line.indent < 4 and run.startswith(node.mark) and not run.strip(node.mark[0]):
            self._close(node)
            return None
        self.line.advance(min(self.line.indent, node.indent))
        return True

    def _open(self, container: Node) -> Node | None:
        """Open the block that begins here, if one does, and return it."""
        if self.line.is_blank:
            return None
        if self.line.indent > 3:
            if container.shape is Shape.PARAGRAPH or self.tip.shape is Shape.PARAGRAPH:
                return None
            self.line.advance(4)
            return self._child(Shape.CODE)
        text = self.line.rest[self.line.indent :]
        if text[0] not in SPECIAL:
            return None
        return self._open_leaf(container, text) or (
            self._open_container(container, text) if container.depth < MAX_DEPTH else None
        )

    def _open_leaf(self, container: Node, text: str) -> Node | None:
        if match := HEADING.match(text):
            node = self._child(Shape.HEADING)
            node.level = len(match.group(1))
            node.lines = [without_closing_marks(text[match.end() :])]
            self.is_used = True
            return node
        if match := FENCE.match(text):
            indent = self.line.indent
            node = self._child(Shape.CODE)
            node.mark, node.indent = match.group(1), indent
            node.language = next(iter(match.group(2).split()), "")
            self.is_used = True
            return node
        if container.shape is Shape.PARAGRAPH and SETEXT.match(text):
            container.shape = Shape.HEADING
            container.level = 1 if text[0] == "=" else 2
            container.lines[-1] = container.lines[-1].rstrip()
            self._close(container)
            self.is_used = True
            return container
        if RULE.match(text):
            self.is_used = True
            return self._child(Shape.RULE)
        return None

    def _open_container(self, container: Node, text: str) -> Node | None:
        if text[0] == ">":
            self.line.pass_quote()
            return self._child(Shape.QUOTE)
        if text[0] == "[" and (match := FOOTNOTE.match(text)):
            node = self._child(Shape.FOOTNOTE)
            node.mark, node.indent = match.group(1), 4
            self.footnotes.setdefault(node.mark, node)
            self.line.set(text[match.end() :])
            return node
        if text[0] == "*" and (match := ABBREVIATION.match(text)):
            self._close_unmatched()
            if container.shape is Shape.PARAGRAPH:
                self._close(container)
            self.is_used = True
            self.abbreviations.setdefault(match.group(1).strip(), match.group(2).strip())
            return None
        if text[0] == ":" and (match := DEFINITION.match(text)):
            return self._open_definition(container, text[match.end() :])
        return self._open_item(container, text)

    def _open_definition(self, container: Node, rest: str) -> Node | None:
        """A definition needs a paragraph before it, whose lines become the terms, or another definition."""
        holder: Node | None = container if container.shape is Shape.DEFINITIONS else None
        above = container if container.shape is Shape.PARAGRAPH else (container.children or [container])[-1]
        is_tight = above.shape is not Shape.PARAGRAPH or not above.ends_blank
        if holder is None and above.shape is Shape.PARAGRAPH and not above.is_plain and above.parent:
            self._close_unmatched()
            if above.is_open:
                self._close(above)
            siblings = above.parent.children
            siblings.pop()
            if siblings and siblings[-1].shape is Shape.DEFINITIONS:
                holder = siblings[-1]
                holder.is_open = True
            else:
                holder = Node(Shape.DEFINITIONS, above.parent, depth=above.parent.depth + 1, born=above.born)
                siblings.append(holder)
            terms = [line.strip() for line in above.lines]
            holder.children += [
                Node(Shape.TERM, holder, lines=[term], is_open=False, born=above.born) for term in terms
            ]
            self.count += len(terms) + 1
            self.tip = holder
        if holder is None:
            return None
        node = self._child(Shape.DEFINITION)
        node.indent, node.is_tight = 4, is_tight
        self.line.set(rest)
        return node

    def _open_item(self, container: Node, text: str) -> Node | None:
        bullet = BULLET.match(text)
        number = None if bullet else NUMBER.match(text)
        match = bullet or number
        if not match:
            return None
        after = text[match.end() :]
        spaces = len(after) - len(after.lstrip(" "))
        is_empty = spaces == len(after)
        if container.shape is Shape.PARAGRAPH and (is_empty or (number and int(number.group(1)) != 1)):
            return None
        padding = 1 if spaces >= 5 or spaces < 1 or is_empty else spaces
        indent = self.line.indent
        mark = number.group(2) if number else match.group()
        self._close_unmatched()
        if self.tip.shape is not Shape.LIST or self.tip.mark != mark:
            holder = self._child(Shape.LIST)
            holder.mark, holder.is_ordered = mark, number is not None
            holder.start = int(number.group(1)) if number else 1
        node = self._child(Shape.ITEM)
        node.indent = indent + match.end() + padding
        self.line.set(after[padding:])
        return node

    def _add(self, container: Node) -> None:
        """Add what is left of the line to the paragraph or code it belongs to."""
        if not self.is_closed and not self.line.is_blank and self.tip.shape is Shape.PARAGRAPH:
            self.tip.lines.append(self.line.rest[self.line.indent :])  # lazy: without the marks of its containers
            return
        self._close_unmatched()
        if self.line.is_blank and container.children:
            container.children[-1].ends_blank = True
        is_quiet = container.shape is Shape.QUOTE or (container.shape is Shape.CODE and bool(container.mark))
        is_new = container.shape is Shape.ITEM and not container.children and container.born == self.number
        mark_end(container, is_blank=self.line.is_blank and not is_quiet and not is_new)
        if container.shape is Shape.CODE:
            container.lines.append(self.line.rest)
        elif container.shape is Shape.PARAGRAPH:
            if not self.line.is_blank:
                container.lines.append(self.line.rest[self.line.indent :])
        elif container.shape not in LEAVES and not self.line.is_blank:
            text = self.line.rest[self.line.indent :]
            if text[0] == "[" and (match := REFERENCE.match(text)):
                target = match.group(2) if match.group(2) is not None else match.group(3)
                title = match.group(4) or match.group(5) or match.group(6) or ""
                self.references.setdefault(label_of(match.group(1)), (target, title))
            else:
                self._child(Shape.PARAGRAPH).lines.append(text)

    def _child(self, shape: Shape) -> Node:
        """Open a node under the deepest open one that may hold it."""
        self._close_unmatched()
        while self.tip.shape in LEAVES or shape not in ITEMS.get(self.tip.shape, {shape}):
            self._close(self.tip)
        node = Node(shape, self.tip, depth=self.tip.depth + 1, born=self.number)
        self.tip.children.append(node)
        self.tip = node
        self.count += 1
        return node

    def _close_unmatched(self) -> None:
        """Close what was open before this line and did not go on."""
        if not self.is_closed:
            self.is_closed = True
            while self.tip is not self.matched:
                self._close(self.tip)

    def _close(self, node: Node) -> None:
        node.is_open = False
        self.tip = node.parent or self.root
        if node.shape is Shape.LIST:
            node.is_tight = not is_loose(node)

    def add_plain(self, lines: list[str]) -> None:
        """Keep text beyond the caps as plain paragraphs."""
        for paragraph in re.split(r"\n{2,}", "\n".join(lines), maxsplit=MAX_NODES):
            if paragraph.strip():
                node = Node(Shape.PARAGRAPH, self.root, lines=[paragraph], is_open=False, is_plain=True)
                self.root.children.append(node)

    def finish(self) -> Folded:
        """Close everything and take the footnotes out of the tree."""
        node: Node | None = self.tip
        while node:
            self._close(node)
            node = node.parent
        for footnote in self.footnotes.values():
            footnote.is_tight = len(footnote.children) == 1
        return Folded(self.root, self.footnotes, self.abbreviations, self.references)
