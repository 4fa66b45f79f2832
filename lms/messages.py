"""Collecting what a person reads, so that it can be translated: for developers, with Babel."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from lms.catalogues import TRANSLATIONS
from lms.config import ROOT

FRENCH = TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip
# Lines of a catalogue's header that change without a text having changed, or name people.
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):.*\n', re.M
)
LICENCE_NOTICE = "# The texts of Palabre, in French. English ones are the message ids.\n"


FOLDERS = (ROOT / "lms", ROOT / "tests" / "benchmarks")


def extract(*folders: Path) -> Catalog:
    """All texts marked in Python and in templates, as a catalogue without translations."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as lines:
        methods, options = parse_mapping_cfg(lines)  # type: ignore[no-untyped-call]
    catalogue = Catalog()
    for folder in folders or FOLDERS:
        found = extract_from_dir(folder, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",))
        prefix = folder.relative_to(ROOT).as_posix() if folder.is_relative_to(ROOT) else folder.name
        for name, _line, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
            catalogue.add(message, None, [(f"{prefix}/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def read(path: Path = FRENCH) -> Catalog:
    """A catalogue as it is on the disk; an empty French one if there is none."""
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as lines:
        return read_po(lines, locale="fr")


def update_catalogue(path: Path = FRENCH, *folders: Path) -> Iterator[str]:
    """Bring the French catalogue up to the texts of the code; yield those that still lack their French.

    Nothing is guessed from similar texts: a translation of something else is worse than none. What the code no longer
    says is dropped; git remembers it.
    """
    catalogue = read(path)
    catalogue.update(extract(*folders), no_fuzzy_matching=True)
    catalogue.header_comment = LICENCE_NOTICE.strip()
    catalogue.project, catalogue.version, catalogue.fuzzy = "Palabre", "", False
    written = io.BytesIO()
    write_po(written, catalogue, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NOISE.sub("", written.getvalue().decode()), encoding="utf-8")
    for message in catalogue:
        if message.id and not is_translated(message):
            yield f"{', '.join(name for name, _ in message.locations)}: {text_of(message)}"


def is_translated(message: Message) -> bool:
    """Whether every form of a message has its text, and somebody stands by it."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms) and not message.fuzzy


def text_of(message: Message) -> str:
    """A message's English; the singular, where there are two."""
    return message.id if isinstance(message.id, str) else str(message.id[0])
