"""A text of the site itself, rendered by the pipeline of lessons: no course is around it, so no link leads into one."""

import re
from dataclasses import dataclass
from typing import cast

from lms.courseware.model import Course, Media
from lms.courseware.rendering.addresses import Addresses
from lms.courseware.rendering.markdown import render
from lms.courseware.rendering.passages import Passage, Setting, Words

_WORDS = {
    "fr": Words(note="Note", back="Retour au texte", table="Tableau"),
    "en": Words(note="Note", back="Back to the text", table="Table"),
}
_HERE = re.compile(r"/(?:fr|en)/[a-z0-9/-]{0,100}(?:#[a-z0-9-]{1,60})?|#[a-z0-9-]{1,60}")
_OUTSIDE = re.compile(r"(?:https://|mailto:|tel:)[^\s\x00-\x1f<>\"]+")


@dataclass(frozen=True, slots=True)
class _OfTheSite(Addresses):
    """Links lead to pages of this site, or elsewhere; pictures there are none."""

    def of(self, target: str) -> str | None:
        """The target itself, if it may be linked to."""
        return target if _HERE.fullmatch(target) or _OUTSIDE.fullmatch(target) else None

    def media(self, target: str) -> Media | None:
        """No file."""
        return None


def page_of(text: str, language: str) -> str:
    """HTML of a legal text, sanitised. Its headings stand under one of the second level."""
    nowhere = _OfTheSite(cast(Course, None), language)
    return render([Passage(text, lowest_level=3)], Setting(nowhere, _WORDS[language])).html[0].strip()
