"""Narrowing the catalogue: what a reader may choose from, and which courses answer to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.courseware.compiled import Outline

LEVELS = ("introductory", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the courses differ in. Topics and institutions carry their names; the others are closed sets."""

    languages: tuple[str, ...]
    levels: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    institutions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; an empty text asks for nothing."""

    language: str = ""
    level: str = ""
    topic: str = ""
    institution: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every course will do."""
        return not (self.language or self.level or self.topic or self.institution)

    @property
    def args(self) -> dict[str, str]:
        """What the address says of it."""
        pairs = {
            "language": self.language,
            "level": self.level,
            "topic": self.topic,
            "institution": self.institution,
        }
        return {name: value for name, value in pairs.items() if value}


def choices(outlines: Iterable[Outline], language: str) -> Choices:
    """Collect what the courses differ in; where a name is known in `language`, that one is shown."""
    # Courses of the page's language come last, so that their names win over those of the others.
    ordered = sorted(outlines, key=lambda outline: outline.language == language)
    topics = {key: name for outline in ordered for key, name in outline.topics}
    institutions = {outline.institution_slug: outline.institution for outline in ordered}
    return Choices(
        languages=tuple(sorted({name for outline in ordered for name in outline.languages})),
        levels=tuple(level for level in LEVELS if any(outline.level == level for outline in ordered)),
        topics=_by_name(topics),
        institutions=_by_name(institutions),
    )


def wanted(args: Mapping[str, str], offered: Choices) -> Wanted:
    """Read what the address asks for; what no course has is not asked for."""
    return Wanted(
        language=_known(args.get("language", ""), offered.languages),
        level=_known(args.get("level", ""), offered.levels),
        topic=_known(args.get("topic", ""), [key for key, _ in offered.topics]),
        institution=_known(args.get("institution", ""), [slug for slug, _ in offered.institutions]),
    )


def matching(outlines: Iterable[Outline], asked: Wanted) -> list[Outline]:
    """The courses that answer to everything asked, in their order."""
    return [
        outline
        for outline in outlines
        if (not asked.language or asked.language in outline.languages)
        and (not asked.level or asked.level == outline.level)
        and (not asked.topic or asked.topic in [key for key, _ in outline.topics])
        and (not asked.institution or asked.institution == outline.institution_slug)
    ]


def _by_name(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def _known(value: str, offered: Iterable[str]) -> str:
    return value if value in offered else ""
