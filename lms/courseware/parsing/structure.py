"""What each file of a course is, from its name alone: modules, lessons and quizzes with their keys and order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from lms.courseware.parsing.fields import KEY, nearest
from lms.courseware.problems import Report
from lms.courseware.source import MEDIA

EXAM, PROJECT, GLOSSARY, COURSE, MODULE, QUIZ = "exam", "project", "glossary", "course", "module", "quiz"

_NUMBERED = re.compile(r"(\d{1,4})-(.+)")
_TEXT = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2})\.md")
_MEDIA_NAME = re.compile(r"[a-z0-9._-]+")


class Role(StrEnum):
    """What a text of a course is."""

    COURSE = "course"
    GLOSSARY = "glossary"
    MODULE = "module"
    LESSON = "lesson"
    QUIZ = "quiz"
    EXAM = "exam"
    PROJECT = "project"


@dataclass(slots=True)
class Unit:
    """One text in all its languages. `module` is its module's key, "" at the top; `number` is its order there."""

    role: Role
    module: str
    key: str
    number: int | None
    stem: str  # its path without `.fr.md`
    paths: dict[str, str] = field(default_factory=dict)  # language → path

    def path(self, language: str) -> str:
        """Where the text in `language` is, or should be."""
        return self.paths.get(language, f"{self.stem}.{language}.md")


@dataclass(slots=True)
class ModuleFolder:
    """A module's folder."""

    key: str
    number: int
    folder: str


@dataclass(slots=True)
class Structure:
    """A course's folder, sorted out."""

    modules: list[ModuleFolder] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    media: list[str] = field(default_factory=list)  # names

    def find(self, role: Role, module: str = "") -> Unit | None:
        """The one unit of that role, at the top or in a module."""
        return next((unit for unit in self.units if unit.role is role and unit.module == module), None)

    def items(self, module: str) -> list[Unit]:
        """A module's lessons and quizzes in order: by number, what has none (quizzes) last."""
        own = [u for u in self.units if u.module == module and u.role in (Role.LESSON, Role.QUIZ)]
        return sorted(own, key=lambda unit: (unit.number is None, unit.number or 0, unit.key))


def read_structure(paths: Iterable[str], report: Report) -> Structure:
    """Sort a course's files by what their names say; names that say nothing are reported."""
    structure = Structure()
    folders: dict[str, ModuleFolder | None] = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        if path == "course.yml":
            continue
        if folder == "media":
            _media(path, name, structure, report)
        elif folder.startswith("media/"):
            report.error(path, 1, "media-name", name=path.removeprefix("media/"))
        elif "/" in folder or folder == "" or (folder in folders and folders[folder] is None):
            if folder == "":
                _top(path, structure, report)
            else:
                report.warn(path, 1, "stray-file")
        else:
            if folder not in folders:
                folders[folder] = _module(folder, path, structure, report)
            if module := folders[folder]:
                _inside(path, name, module, structure, report)
    structure.modules.sort(key=lambda module: (module.number, module.key))
    return structure


def _media(path: str, name: str, structure: Structure, report: Report) -> None:
    if not _MEDIA_NAME.fullmatch(name) or name.startswith("."):
        report.error(path, 1, "media-name", name=name)
    elif name.rpartition(".")[2] not in MEDIA or name.count(".") < 1:
        report.error(path, 1, "media-type", name=name, allowed=" ".join(sorted(MEDIA)))
    else:
        structure.media.append(name)


def _top(path: str, structure: Structure, report: Report) -> None:
    match = _TEXT.fullmatch(path)
    known = (COURSE, GLOSSARY, EXAM, PROJECT)
    if match and match["stem"] in known:
        _add(
            Unit(Role(match["stem"]), "", match["stem"], None, match["stem"]),
            match["language"],
            path,
            structure,
            report,
        )
    elif match and (meant := nearest(match["stem"], known)):
        report.error(path, 1, "unknown-file-meant", meant=f"{meant}.{match['language']}.md")
    elif path not in ("README.md", "LICENSE", "LICENCE"):
        report.warn(path, 1, "stray-file")


def _module(folder: str, path: str, structure: Structure, report: Report) -> ModuleFolder | None:
    match = _NUMBERED.fullmatch(folder)
    if not match:
        if path.endswith(".md"):
            report.error(path, 1, "module-without-number", folder=folder)
        else:
            report.warn(path, 1, "stray-file")
        return None
    module = ModuleFolder(match[2], int(match[1]), folder)
    if not KEY.fullmatch(module.key):
        report.error(path, 1, "bad-key", key=module.key)
    twin = next((other for other in structure.modules if other.key == module.key), None)
    if twin:
        report.error(path, 1, "module-twice", key=module.key, other=twin.folder)
        return None
    structure.modules.append(module)
    return module


def _inside(path: str, name: str, module: ModuleFolder, structure: Structure, report: Report) -> None:
    """A file in a module's folder."""
    match = _TEXT.fullmatch(name)
    if not match:
        code = "text-without-language" if name.endswith(".md") else "stray-file"
        report.warn(path, 1, code) if code == "stray-file" else report.error(path, 1, code)
        return
    stem, language = match["stem"], match["language"]
    place = f"{module.folder}/{stem}"
    if stem == MODULE:
        _add(Unit(Role.MODULE, module.key, module.key, None, place), language, path, structure, report)
        return
    numbered = _NUMBERED.fullmatch(stem)
    number, key = (int(numbered[1]), numbered[2]) if numbered else (None, stem)
    is_quiz = key == QUIZ or key.endswith("-quiz")
    if key == QUIZ:
        key = f"{module.key}-quiz"
    if not is_quiz and number is None:
        if nearest(stem, (MODULE,)):
            report.error(path, 1, "unknown-file-meant", meant=f"module.{language}.md")
        else:
            report.error(path, 1, "lesson-without-number")
        return
    if not KEY.fullmatch(key):
        report.error(path, 1, "bad-key", key=key)
        return
    role = Role.QUIZ if is_quiz else Role.LESSON
    _add(Unit(role, module.key, key, number, place), language, path, structure, report)


def _add(unit: Unit, language: str, path: str, structure: Structure, report: Report) -> None:
    """Put a text with its other languages, if they are there already."""
    twin = next((u for u in structure.units if (u.role, u.module, u.key) == (unit.role, unit.module, unit.key)), None)
    if twin is None:
        structure.units.append(unit)
        unit.paths[language] = path
    elif language in twin.paths:
        report.error(path, 1, "key-twice", key=unit.key, other=twin.paths[language], line=1)
    else:
        if unit.stem != twin.stem:
            report.error(path, 1, "pair-named-differently", other=twin.paths[min(twin.paths)])
        twin.paths[language] = path


def report_numbers(structure: Structure, languages: Iterable[str], report: Report) -> None:
    """Report two modules, or two lessons or quizzes of a module, with the same number, at the original's file."""

    def path_of(unit: Unit) -> str:
        return next(
            (unit.paths[language] for language in languages if language in unit.paths), min(unit.paths.values())
        )

    seen: dict[int, ModuleFolder] = {}
    for module in structure.modules:
        if module.number in seen:
            first = next((path_of(unit) for unit in structure.units if unit.module == module.key), module.folder)
            report.error(first, 1, "number-twice", number=module.number, other=seen[module.number].folder)
        seen.setdefault(module.number, module)
        numbers: dict[int, Unit] = {}
        for unit in structure.items(module.key):
            if unit.number is None:
                continue
            if unit.number in numbers:
                other = path_of(numbers[unit.number])
                report.error(path_of(unit), 1, "number-twice", number=unit.number, other=other)
            numbers.setdefault(unit.number, unit)
