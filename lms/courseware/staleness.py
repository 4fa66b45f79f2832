"""Whether a translation still says what its original says.

A translation records the state of its original as `translates: "sha256:…"`: the digest of the original's
text for readers, that is titles, summary, audience, objectives, labels and body without question settings.
"""

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping

from lms.courseware.parsing.text import decode, fenced, split_head
from lms.courseware.parsing.yamltext import read_yaml
from lms.courseware.problems import Place, Report

_READ = ("title", "summary", "audience", "objectives", "downloads")
_QUESTION = re.compile(r"///[\s\u00a0\u202f\u2007]*question\b")
_RECORDED = re.compile(r"sha256:[0-9a-f]{64}")
_DIFFERENCE_LINES = 12


def reader_text(data: bytes) -> str:
    """The part of a file that readers read, one line per line."""
    place = Place("", Report())
    source = split_head(decode(data, place), place)
    tree = read_yaml(source.head, 1, place) if source.head else None
    head = tree.value if tree and isinstance(tree.value, dict) else {}
    lines = [f"{name}: {_flat(head[name])}" for name in _READ if head.get(name)]
    return "\n".join([*lines, "", *_without_settings(source.body)]).strip() + "\n"


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(f"{name} = {label}" for name, label in value.items())
    if isinstance(value, list):
        return " · ".join(str(item) for item in value)
    return " ".join(str(value).split())


def _without_settings(body: Iterable[str]) -> list[str]:
    """The lines of a body. Under the opener of a question one blank line, whether settings stood there or not."""
    lines = list(body)
    opaque = fenced(lines)
    kept: list[str] = []
    may_be_setting = is_above_text = False
    for line, is_fence in zip(lines, opaque, strict=True):
        may_be_setting = may_be_setting and line.startswith("    ") and bool(line.strip())
        is_above_text = is_above_text and (may_be_setting or not line.strip())
        if not is_above_text:
            kept.append(line.rstrip())
        if not is_fence and _QUESTION.match(line):
            may_be_setting = is_above_text = True
            kept.append("")
    return kept


def original_state(data: bytes) -> str:
    """The state of an original, as a translation records it."""
    return "sha256:" + hashlib.sha256(reader_text(data).encode()).hexdigest()


def is_state(text: str) -> bool:
    """Whether `text` has the form of a recorded state."""
    return _RECORDED.fullmatch(text) is not None


def difference(recorded: str, original: bytes, earlier: Iterable[bytes]) -> str:
    """What changed in the original since the recorded state, as lines with `-` and `+`; "" when that is not known.

    `earlier` are former versions of the original's file, in any order.
    """
    for former in earlier:
        if original_state(former) == recorded:
            changes = [
                line
                for line in difflib.unified_diff(
                    reader_text(former).split("\n"), reader_text(original).split("\n"), n=0, lineterm=""
                )
                if line[:1] in "-+" and line[:3] not in ("---", "+++") and line[1:].strip()
            ]
            rest = len(changes) - _DIFFERENCE_LINES
            return "\n".join(changes[:_DIFFERENCE_LINES]) + (f"\n… +{rest}" if rest > 0 else "")
    return ""


def with_state(translation: str, state: str) -> str:
    """The translation's text with `translates:` set to `state` in its head, all other bytes kept."""
    recorded = f'translates: "{state}"'
    newline = "\r\n" if "\r\n" in translation else "\n"
    lines = translation.split(newline)
    mark = "\ufeff" if lines[0].startswith("\ufeff") else ""
    if lines[0].removeprefix("\ufeff").rstrip() != "---":
        return mark + newline.join(["---", recorded, "---", "", *lines]).replace("\ufeff", "", 1)
    for number, line in enumerate(lines[1:], 1):
        if line.startswith("translates:"):
            lines[number] = recorded
            break
        if line.rstrip() == "---":
            lines.insert(number, recorded)
            break
    return newline.join(lines)
