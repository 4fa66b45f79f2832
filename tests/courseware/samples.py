"""A small course to render with, made of values; tests change what they need."""

from collections.abc import Mapping
from typing import Any

from lms.courseware.model import Completion, Course, Media, Term, TermText
from lms.courseware.rendering.addresses import Addresses
from lms.courseware.rendering.markdown import render
from lms.courseware.rendering.passages import Passage, Rendered, Setting, Words
from lms.courseware.rendering.terms import Glossary

FRENCH = Words(note="Note", back="Retour au texte", table="Tableau")
ENGLISH = Words(note="Note", back="Back to the text", table="Table")
MEDIA = {
    "map.fr.svg": Media("map.fr.svg", "a" * 64, 3_000),
    "map.en.svg": Media("map.en.svg", "b" * 64, 4_000),
    "net.png": Media("net.png", "c" * 64, 20_000),
    "tool.xlsx": Media("tool.xlsx", "d" * 64, 9_000),
    "talk.opus": Media("talk.opus", "e" * 64, 500_000),
}


def term(key: str, **names: str) -> Term:
    """A glossary entry by its names, with a definition each."""
    return Term(key, {language: TermText(name, f"Def *{key}*.", 1) for language, name in names.items()})


def course(**changes: Any) -> Course:
    """A course without modules."""
    values: dict[str, Any] = {
        "slug": "basics", "languages": ("fr", "en"), "institution": "palabre", "level": "introductory",
        "licence": "CC-BY-4.0", "authors": (), "source": None, "topics": (), "access": "open", "opens": None,
        "closes": None, "required": (), "advised": (), "completion": Completion(), "certificate": None,
        "modules": (), "exam": None, "project": None, "glossary": (), "media": MEDIA, "texts": {},
    }  # fmt: skip
    return Course(**{**values, **changes})


def prose(text: str, language: str = "fr", glossary: tuple[Term, ...] = (), **changes: Any) -> Rendered:
    """`text` rendered as the prose of a lesson."""
    return render([Passage(text, is_prose=True)], setting(language, glossary, **changes))


def setting(language: str = "fr", glossary: tuple[Term, ...] = (), **changes: Any) -> Setting:
    """What is around a run in the sample course."""
    words: Mapping[str, Words] = {"fr": FRENCH, "en": ENGLISH}
    place = Addresses(course(glossary=glossary, **changes), language)
    return Setting(place, words[language], Glossary(glossary, language), f"/{language}/courses/basics/lessons/x")


def html(text: str, language: str = "fr", **changes: Any) -> str:
    """The HTML of `text` with narrow no-break spaces shown as `_`."""
    return prose(text, language, **changes).html[0].replace("\u202f", "_")
