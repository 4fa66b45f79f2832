"""YAML as course files use it: a tree that knows its lines, without YAML's surprises.

Built from the parser's events, so depth, aliases, tags and duplicate keys are refused as they come and
nothing is constructed that was not written. Plain scalars mean what they look like: `null`, `true`,
`false`, whole numbers and decimals; whatever YAML would read in a way its author may not expect
(`no`, `12:30`, `83e12345`, `012`) is refused with the quoted form that says what was meant.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from lms.courseware.parsing.text import FORBIDDEN
from lms.courseware.problems import Place

Path = tuple[str | int, ...]

MAX_DEPTH = 8
MAX_CHARACTERS = 100_000

_SPACES = "\u00a0\u202f\u2007"
# The part of a line that YAML's structure is made of: indentation, dashes, a key and its colon.
_STRUCTURE = re.compile(
    rf"[\s{_SPACES}]*(?:-[\s{_SPACES}]+)*(?:[\w-]+[\s{_SPACES}]*:[{_SPACES}]?)?",
)
# In a list or mapping on one line: what stands behind and before its own signs.
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'[^']*+'")
_IN_FLOW = re.compile(rf"(?<=[\[{{,:])[{_SPACES}]|[{_SPACES}](?=[\]}},])")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?\d{1,15}\.\d{1,15}")
_AMBIGUOUS = re.compile(
    r"y|n|yes|no|on|off|true|false|null"
    r"|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?"  # 12:30 is 750 to YAML 1.1
    r"|[-+]?0[xob][\da-f_]+|[-+]?0\d[\d_]*|[-+]?\d+_[\d_]*|\+\d+|-?\d{16,}"
    r"|[-+]?(?:\d+\.?\d*|\.\d+)e[-+]?\d+|[-+]?\.(?:inf|nan)|[-+]?\d+\.|[-+]?\.\d+|=|<<",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A value read from YAML and the line (from 1, in its file) where each part of it stands."""

    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of the value at `path`, else of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Refused(Exception):
    """Reading stopped: the problem is in the report."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being filled."""

    container: list[Any] | dict[str, Any]
    path: Path
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds a tree from events."""

    place: Place
    first_line: int
    lines: dict[Path, int] = field(default_factory=dict)
    stack: list[_Frame] = field(default_factory=list)
    root: Any = None

    def line_of(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def refuse(self, line: int, code: str, **values: object) -> None:
        self.place.error(line, code, **values)
        raise _Refused

    def next_path(self, line: int) -> Path:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            return (*frame.path, len(frame.container))
        if frame.key is None:
            self.refuse(line, "yaml-key")
        return (*frame.path, frame.key or "")

    def put(self, value: Any, path: Path, line: int) -> None:
        self.lines.setdefault(path, line)
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
        else:
            frame.container[str(frame.key)] = value
            frame.key = None

    def scalar(self, event: Any) -> None:
        line = self.line_of(event)
        if found := FORBIDDEN.search(event.value):  # a double-quoted scalar can spell what the file may not hold
            self.place.error(line, "forbidden-character", code=f"U+{ord(found.group()):04X}", name="")
            event.value = FORBIDDEN.sub("\ufffd", event.value)
        if self.stack and isinstance(self.stack[-1].container, dict) and self.stack[-1].key is None:
            frame = self.stack[-1]
            if event.value in frame.container:
                self.place.error(line, "yaml-duplicate-key", key=event.value)
            frame.key = event.value
            self.lines[(*frame.path, event.value)] = line
            return
        path = self.next_path(line)
        is_plain = event.implicit[0] and not event.style
        self.put(self.plain(event.value, line) if is_plain else event.value, path, line)

    def plain(self, text: str, line: int) -> Any:
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        if _AMBIGUOUS.fullmatch(text):
            self.place.error(line, "yaml-ambiguous", text=text, quoted=f'"{text}"')
        return text

    def open(self, event: Any, container: list[Any] | dict[str, Any]) -> None:
        line = self.line_of(event)
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(line, "yaml-too-deep", limit=MAX_DEPTH)
        path = self.next_path(line)
        self.put(container, path, line)
        self.stack.append(_Frame(container, path))


def read_yaml(text: str, first_line: int, place: Place) -> Tree | None:
    """Read YAML that starts at `first_line` of the file; None when it cannot be read (the reason is reported)."""
    if not _structure_is_plain(text, first_line, place):
        return None
    if len(text) > MAX_CHARACTERS:
        place.error(first_line, "yaml-too-long", limit=MAX_CHARACTERS)
        return None
    builder = _Builder(place, first_line)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            _take(builder, event)
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (min(mark.line, text.count("\n")) if mark else 0)
        place.error(line, "yaml-syntax", column=(mark.column + 1) if mark else 1)
        return None
    except yaml.YAMLError:
        place.error(first_line, "yaml-syntax", column=1)
        return None
    return Tree(builder.root, builder.lines)


def _take(builder: _Builder, event: Any) -> None:
    """One event of the parser."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        builder.refuse(builder.line_of(event), "yaml-alias")
    if getattr(event, "tag", None):
        builder.refuse(builder.line_of(event), "yaml-tag", tag=event.tag)
    if isinstance(event, yaml.ScalarEvent):
        builder.scalar(event)
    elif isinstance(event, yaml.MappingStartEvent):
        builder.open(event, {})
    elif isinstance(event, yaml.SequenceStartEvent):
        builder.open(event, [])
    elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        builder.stack.pop()
    elif isinstance(event, yaml.DocumentStartEvent) and builder.lines:
        builder.refuse(builder.line_of(event), "yaml-two-documents")


def _structure_is_plain(text: str, first_line: int, place: Place) -> bool:
    """Whether no no-break space stands where YAML wants a plain one; each is reported with its column."""
    if not any(space in text for space in _SPACES):
        return True
    is_plain = True
    for number, line in enumerate(text.split("\n")):
        structure = _STRUCTURE.match(line)
        end = structure.end() if structure else 0
        columns = [i for i, c in enumerate(line[:end]) if c in _SPACES]
        if line[end:].lstrip(" ").startswith(("[", "{")):
            clear = _QUOTED.sub(lambda quoted: "x" * len(quoted.group()), line)
            columns += [found.start() for found in _IN_FLOW.finditer(clear, end)]
        if columns:
            place.error(first_line + number, "no-break-space-in-yaml", column=columns[0] + 1)
            is_plain = False
    return is_plain
