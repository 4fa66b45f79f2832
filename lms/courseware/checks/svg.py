"""Whether an SVG file is a drawing and nothing else: no script, nothing from elsewhere, nothing that moves.

An allowlist: what is not known to be harmless is a problem. Files are checked and never changed.
"""

from xml.parsers import expat

from lms.courseware.checks.svgnames import ANIMATIONS, ATTRIBUTES, ELEMENTS, INERT, SVG, XLINK, XML
from lms.courseware.checks.svgstyle import is_local_address, style_problem

MAX_DEPTH = 40
MAX_ELEMENTS = 20_000
MAX_VALUE = 1_000  # characters of an attribute that is no path
MAX_PROBLEMS = 20

Found = tuple[int, str, dict[str, str]]


def svg_problems(data: bytes) -> tuple[Found, ...]:
    """What keeps `data` from being shown: (line, code, values) of each problem, the first twenty."""
    reader = _Reader()
    reader.read(data)
    return tuple(reader.problems[:MAX_PROBLEMS])


class _StopReading(Exception):
    """Nothing that follows is worth reading."""


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Found] = []
        self.depth = 0
        self.count = 0
        self.style: list[str] | None = None  # the text of the <style> that is open
        self.style_line = 1
        self.inert_from: int | None = None  # the depth of an editor's own element, whose inside is never drawn
        parser = self.parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.buffer_text = True

    def read(self, data: bytes) -> None:
        """Parse the file; stop at what is not XML or not to be read on."""
        try:
            data.decode("utf-8")
            self.parser.Parse(data, True)
        except UnicodeDecodeError as error:
            self.problems.append((data[: error.start].count(b"\n") + 1, "svg-not-utf8", {}))
        except expat.ExpatError as error:
            self.problems.append((error.lineno, "svg-not-xml", {"reason": expat.ErrorString(error.code)}))
        except _StopReading:
            pass

    def _problem(self, code: str, **values: str) -> None:
        found = (self.parser.CurrentLineNumber, code, {name: value[:80] for name, value in values.items()})
        if found not in self.problems:
            self.problems.append(found)
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopReading

    def _doctype(self, *_: object) -> None:
        self._problem("svg-doctype")
        raise _StopReading

    def _instruction(self, target: str, _: str) -> None:
        self._problem("svg-instruction", name=target)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH or self.count > MAX_ELEMENTS:
            self._problem("svg-too-large", depth=str(MAX_DEPTH), elements=str(MAX_ELEMENTS))
            raise _StopReading
        namespace, _, local = name.rpartition(" ")
        if self.depth == 1 and (namespace, local) != (SVG, "svg"):
            self._problem("svg-root", element=local)
            raise _StopReading
        if self.inert_from is not None:
            self._inert(namespace, local)
            return
        if namespace in INERT or (namespace, local) == (SVG, "metadata"):
            self.inert_from = self.depth
        elif namespace == SVG and local in ANIMATIONS:
            self._problem("svg-moves", name=local)
        elif namespace != SVG or local not in ELEMENTS:
            self._problem("svg-element", element=local)
        if local == "style":
            self.style, self.style_line = [], self.parser.CurrentLineNumber
        if namespace not in INERT:
            for full, value in attributes.items():
                self._attribute(local, full, value)

    def _inert(self, namespace: str, local: str) -> None:
        """Inside an editor's notes only editors' names may stand."""
        if namespace not in INERT:
            self._problem("svg-element", element=local)

    def _attribute(self, element: str, full: str, value: str) -> None:
        namespace, _, name = full.rpartition(" ")
        if namespace in INERT:
            return
        if name.lower().startswith("on"):
            self._problem("svg-script", attribute=name, element=element)
        elif name == "href" and namespace in ("", XLINK):
            if not is_local_address(value):
                self._problem("svg-address", address=value, element=element)
        elif name == "style" and not namespace:
            self._style(value)
        elif not _is_known(namespace, name) or (len(value) > MAX_VALUE and name not in ("d", "points")):
            self._problem("svg-attribute", attribute=name, element=element)
        elif "(" in value and name not in ("transform", "gradientTransform", "patternTransform", "d"):
            self._style(f"fill:{value}")

    def _style(self, text: str) -> None:
        if found := style_problem(text):
            code, what = found
            self._problem(code, name=what) if code == "svg-moves" else self._problem(code, what=what)

    def _end(self, name: str) -> None:
        if self.style is not None and name == f"{SVG} style":
            text, self.style = "".join(self.style), None
            self._style(text)
        if self.inert_from == self.depth:
            self.inert_from = None
        self.depth -= 1

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)


def _is_known(namespace: str, name: str) -> bool:
    if namespace == XML:
        return name in ("lang", "space")
    if namespace == XLINK:
        return name == "title"
    return not namespace and (name in ATTRIBUTES or name.startswith(("aria-", "data-")))
