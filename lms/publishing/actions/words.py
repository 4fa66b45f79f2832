"""The few words that stand inside compiled pages, in each language, whoever compiles."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lms.catalogues import TRANSLATIONS

if TYPE_CHECKING:
    from lms.courseware.rendering.passages import Words


def words_for(languages: Iterable[str]) -> dict[str, Words]:
    """The words by language; in English where a catalogue lacks them."""
    return {language: _words(language) for language in languages}


def _words(language: str) -> Words:
    from lms.courseware.rendering.passages import Words

    catalogue = gettext.translation("messages", str(TRANSLATIONS), [language], fallback=True)
    return Words(
        note=catalogue.gettext("Note"),
        back=catalogue.gettext("Back to the text"),
        table=catalogue.gettext("Table"),
    )
