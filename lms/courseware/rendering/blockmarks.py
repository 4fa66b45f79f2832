"""A line as it is read from left to right, and the marks that open a block where it begins."""

import re

RULE = re.compile(r"(?:(?:\*[ ]*){3,}|(?:_[ ]*){3,}|(?:-[ ]*){3,})$")
HEADING = re.compile(r"(#{1,6})(?:[ ]+|$)")
FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})(.*)$")
SETEXT = re.compile(r"(?:=+|-+)[ ]*$")
BULLET = re.compile(r"[-+*](?=[ ]|$)")
NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ ]|$)")
FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]:[ ]*")
ABBREVIATION = re.compile(r"\*\[([^\]\\]{1,60})\][ ]?:[ ]*(\S.{0,300})$")
DEFINITION = re.compile(r":[ ]{1,3}(?=\S)")
REFERENCE = re.compile(
    r"\[(?!\^)([^\[\]]{1,200})\]:[ ]*(?:<([^<>]{0,2000})>|([^\s<>]{1,2000}))"
    r"""(?:[ ]+(?:"([^"]{0,1000})"|'([^']{0,1000})'|\(([^()]{0,1000})\)))?[ ]*$"""
)
SPECIAL = frozenset("#`~*+_=<>-:[0123456789")


def without_closing_marks(text: str) -> str:
    """A heading's text without the marks that may close it."""
    text = text.strip(" ")
    bare = text.rstrip("#")
    return bare.rstrip(" ") if not bare or bare[-1] == " " else text


def label_of(text: str) -> str:
    """The form in which labels of reference links are compared."""
    return " ".join(text.split()).casefold()


class Line:
    """What is left of a line, from the column that is being read."""

    def __init__(self) -> None:
        self.rest = ""
        self.indent = 0  # spaces that it begins with
        self.is_blank = True

    def set(self, rest: str) -> None:
        """Go on with `rest`."""
        self.rest = rest
        stripped = rest.lstrip(" ")
        self.indent = len(rest) - len(stripped)
        self.is_blank = not stripped

    def advance(self, columns: int) -> None:
        """Pass over so many columns."""
        self.set(self.rest[columns:])

    def pass_quote(self) -> bool:
        """Whether a quote's mark stands here; it is passed over."""
        if self.indent > 3 or not self.rest.startswith(">", self.indent):
            return False
        self.advance(self.indent + 1)
        if self.rest.startswith(" "):
            self.advance(1)
        return True
