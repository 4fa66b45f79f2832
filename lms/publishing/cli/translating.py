"""Recording in a translation which state of its original it says."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from lms.courseware.parsing.fields import LANGUAGES
from lms.courseware.parsing.text import decode
from lms.courseware.parsing.yamltext import read_yaml
from lms.courseware.problems import Place, Report
from lms.courseware.staleness import original_state, with_state
from lms.errors import N_, Refusal

_NAME = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2})\.md")


def record_state(path: Path) -> Path:
    """Write the present state of the original into the head of its translation `path`; return the original's path.

    Only that line changes. Refused for what is no translation: an original, a glossary (it has no head).
    """
    match = _NAME.fullmatch(path.name)
    if match is None or match["language"] not in LANGUAGES:
        raise Refusal(N_("%(path)s is no text of a course: its name does not end in .fr.md or .en.md."), path=path)
    if match["stem"] == "glossary":
        raise Refusal(N_("%(path)s is a glossary: it has no head to record anything in."), path=path)
    language = _original_language(path)
    original = path.with_name(f"{match['stem']}.{language}.md")
    if match["language"] == language:
        raise Refusal(N_("%(path)s is the original: it translates nothing."), path=path)
    if not original.is_file():
        raise Refusal(N_("%(path)s has no original: there is no %(original)s."), path=path, original=original)
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    _replace(path, with_state(text, original_state(original.read_bytes())).encode("utf-8", "surrogateescape"))
    return original


def _original_language(path: Path) -> str:
    """The first of the languages in the course.yml above a file."""
    for folder in list(path.resolve().parents)[:2]:
        register = folder / "course.yml"
        if register.is_file():
            place = Place("course.yml", Report())
            tree = read_yaml(decode(register.read_bytes()[:1_000_000], place), 1, place)
            languages = tree.value.get("languages") if tree and isinstance(tree.value, dict) else None
            if isinstance(languages, list) and languages and languages[0] in LANGUAGES:
                return str(languages[0])
            raise Refusal(N_("%(path)s does not say the course's languages."), path=register)
    raise Refusal(N_("%(path)s is not in a course: there is no course.yml above it."), path=path)


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with the permissions it had."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".tmp", delete=False) as fresh:
        fresh.write(content)
        fresh.flush()
        os.fsync(fresh.fileno())
    Path(fresh.name).chmod(path.stat().st_mode & 0o777)
    Path(fresh.name).replace(path)
