"""What may stand in braces after an element: `{#key}`, `{.decorative}`, `{.only}`, `{lang=en}`."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

_BRACES = re.compile(r"\{:?[ ]*([^{}\n]{1,200})\}")
_LAST_LINE = re.compile(r"(?:^|[ \n]+|(?<=[^*_)`\]>\s]))\{:?[ ]*([^{}\n]{1,200})\}[ ]*$")
_MARK = re.compile(
    r"#(?P<key>[a-z0-9-]{1,60})|\.(?P<flag>decorative|only)"
    r"|lang=[\"']?(?P<value>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})[\"']?"
)


@dataclass(slots=True)
class Attributes:
    """The attributes of one element; empty where none is given."""

    key: str = ""
    is_decorative: bool = False
    lang: str = ""

    def set_on(self, element: ElementTree.Element) -> None:
        """Put the language on the element."""
        if self.lang:
            element.set("lang", self.lang)


def read_attributes(text: str, place: int) -> tuple[Attributes, int] | None:
    """The attributes that stand at `place`, and where the text goes on. Braces with anything else are text."""
    if not text.startswith("{", place) or not (match := _BRACES.match(text, place)):
        return None
    attributes = _parse(match.group(1))
    return (attributes, match.end()) if attributes else None


def split_attributes(text: str) -> tuple[str, Attributes]:
    """A block's text without the attributes at its end, and these."""
    if not text.rstrip(" ").endswith("}"):
        return text, Attributes()
    last = text.rfind("{")
    match = _LAST_LINE.search(text, max(0, text.rfind("\n", 0, last) - 1, last - 210))
    attributes = _parse(match.group(1)) if match and match.start() else None
    return (text[: match.start()], attributes) if match and attributes else (text, Attributes())


def _parse(inner: str) -> Attributes | None:
    attributes = Attributes()
    for mark in inner.split():
        match = _MARK.fullmatch(mark)
        if not match:
            return None
        if match.group("key"):
            attributes.key = match.group("key")
        elif match.group("flag"):
            attributes.is_decorative = attributes.is_decorative or match.group("flag") == "decorative"
        else:
            attributes.lang = match.group("value")
    return attributes
