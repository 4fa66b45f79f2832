"""What `courses/` says around its courses: the registers of institutions and topics, and which courses there are."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lms.courseware.model import Directory
from lms.courseware.parsing.heads import InstitutionHead, read_head
from lms.courseware.parsing.text import decode
from lms.courseware.parsing.yamltext import Tree, read_yaml
from lms.courseware.problems import Place, Report


def read_directory(folder: Path, report: Report) -> Directory:
    """What `courses/` says around its courses: institutions, topics, and which courses there are."""
    institutions = _read_register(folder / "institutions.yml", InstitutionHead, report)
    topics = _read_register(folder / "topics.yml", None, report)
    return Directory(institutions, topics, frozenset(_slugs(folder)))


def _slugs(folder: Path) -> Iterable[str]:
    return (path.parent.name for path in folder.glob("*/course.yml"))


def _read_register(path: Path, model: type[InstitutionHead] | None, report: Report) -> dict[str, Any] | None:
    """A file of entries by slug; None when there is no such file."""
    if not path.is_file():
        return None
    place = Place(path.name, report)
    tree = read_yaml(decode(path.read_bytes()[:1_000_000], place), 1, place)
    if tree is None or not isinstance(tree.value, dict):
        return {}
    entries: dict[str, Any] = {}
    for slug, value in tree.value.items():
        lines = {key[1:]: line for key, line in tree.lines.items() if key[:1] == (slug,)}
        if model is None:
            entries[slug] = value
        elif head := read_head(model, Tree(value, lines), place, tree.line((slug,))):
            entries[slug] = head.model_dump()
    return entries
