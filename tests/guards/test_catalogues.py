"""Every text has its French, with the same placeholders, every plural form and French typography."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from lms.catalogues import TRANSLATIONS
from lms.messages import FOLDERS, KEYWORDS, extract, is_translated, read, text_of, update_catalogue
from tests.guards.houses import house_of

# A gap before these must not break, nor the one after an opening guillemet.
PLAIN_SPACE = re.compile(r" [;:!?»]|« ")
# An address, a time or an option of a command is not a sentence.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+(?:![rs])?\}")
# The interface writes organise, colour, centre.
AMERICAN = re.compile(r"\b(\w*(?:iz(?:e[ds]?|ing|ations?)|color|center|behavior))\b")
NO_GAP = re.compile(r"(?<=[^\W\d])[;!?»](?=\s|$)|«(?=\w)")


def catalogue_faults(fresh: Catalog, french: Catalog) -> list[str]:
    """What the French catalogue lacks or has wrong, against a fresh extraction of the code's texts."""
    faults = []
    for message in fresh:
        if not message.id:
            continue
        found = french.get(text_of(message), message.context)
        if found is None:
            faults.append(f"absent: {text_of(message)}")
        elif not is_translated(found):
            faults.append(f"without its French: {text_of(message)}")
        else:
            faults += [f"{error}: {text_of(message)}" for error in found.check(french)]
            faults += [f"{fault}: {text_of(message)}" for fault in _form_faults(message, found, french)]
    known = {(text_of(message), message.context) for message in fresh}
    faults += [f"no longer said: {text_of(message)}" for message in french
               if message.id and (text_of(message), message.context) not in known]  # fmt: skip
    return faults


def _form_faults(message: Message, found: Message, french: Catalog) -> list[str]:
    forms = [found.string] if isinstance(found.string, str) else list(found.string)
    faults = []
    if isinstance(message.id, (list, tuple)) and len(forms) != french.num_plurals:
        faults.append("a plural form lacks")
    wanted = set(PLACEHOLDER.findall(text_of(message)))
    for form in forms:
        present = set(PLACEHOLDER.findall(form))
        if present - wanted or (present != wanted and len(forms) == 1):  # "one course" may do without its number
            faults.append(f"other placeholders: {', '.join(sorted(present ^ wanted))}")
        if PLAIN_SPACE.search(form):
            faults.append("a plain space where a no-break space belongs")
        if NO_GAP.search(form):
            faults.append("no gap where a narrow no-break space belongs")
    return faults


def plurals_asked_for_as_singulars(*folders: Path) -> list[str]:
    """Texts that one place asks for alone and another with a plural: the first finds no translation."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as lines:
        methods, options = parse_mapping_cfg(lines)  # type: ignore[no-untyped-call]
    alone: set[tuple[str, str | None]] = set()
    counted: set[tuple[str, str | None]] = set()
    for folder in folders:
        for _, _, message, _, context in extract_from_dir(folder, methods, options, keywords=KEYWORDS):
            if isinstance(message, str):
                alone.add((message, context))
            else:
                counted.update((text, context) for text in message)
    return sorted(text for text, _ in alone & counted)


def test_no_text_is_both_a_singular_and_by_itself() -> None:
    assert plurals_asked_for_as_singulars(*FOLDERS) == []


def test_a_planted_singular_is_found(tmp_path: Path) -> None:
    house_of(
        tmp_path,
        {"a.py": '_("Topic")\n_("Home")', "templates/b.html": '{{ ngettext("Topic", "Topics", 2) }}{{ _("Topics") }}'},
    )
    assert plurals_asked_for_as_singulars(tmp_path) == ["Topic", "Topics"]


def test_english_is_spelled_in_one_way() -> None:
    found = {word for message in extract() if message.id for word in AMERICAN.findall(text_of(message))}
    assert found <= {"size", "sizes"}


def test_every_text_has_its_french() -> None:
    assert catalogue_faults(extract(), read()) == []


@pytest.fixture
def fresh(tmp_path: Path) -> Catalog:
    """What a small house says."""
    source = '_("Home")\n_("Hello %(name)s!")\nngettext("%(num)s course", "%(num)s courses", n)\n'
    return extract(house_of(tmp_path, {"a.py": source, "templates/b.html": '<p>{{ _("Search") }}</p>'}))


def french(**texts: str) -> Catalog:
    catalogue = Catalog(locale="fr")
    good = {"Home": "Accueil", "Hello %(name)s!": "Bonjour %(name)s\u202f!", "Search": "Chercher", **texts}
    for english, translation in good.items():
        catalogue.add(english, translation)
    catalogue.add(("%(num)s course", "%(num)s courses"), ("%(num)s cours", "%(num)s cours"))
    return catalogue


def test_a_complete_catalogue_has_no_faults(fresh: Catalog) -> None:
    assert catalogue_faults(fresh, french()) == []


@pytest.mark.parametrize(
    ("english", "planted", "fault"),
    [
        ("Home", "", "without its French: Home"),
        ("Hello %(name)s!", "Bonjour\u202f!", "other placeholders: %(name)s"),
        ("Hello %(name)s!", "Bonjour %(nom)s\u202f!", "other placeholders"),
        ("Hello %(name)s!", "Bonjour %(name)s !", "a plain space"),
        ("Search", "« Chercher »", "a plain space"),
        ("Search", "Chercher!", "no gap"),
        ("Bye", "Au revoir", "no longer said: Bye"),
    ],
)
def test_a_planted_fault_is_found(fresh: Catalog, english: str, planted: str, fault: str) -> None:
    assert any(fault in found for found in catalogue_faults(fresh, french(**{english: planted})))


def test_a_text_without_an_entry_is_found(fresh: Catalog) -> None:
    catalogue = french()
    catalogue.delete("Search")
    assert catalogue_faults(fresh, catalogue) == ["absent: Search"]


def test_a_fuzzy_text_is_found(fresh: Catalog) -> None:
    catalogue = french()
    catalogue["Home"].flags.add("fuzzy")
    assert catalogue_faults(fresh, catalogue) == ["without its French: Home"]


def test_updating_a_catalogue_keeps_translations_drops_what_is_gone_and_then_changes_nothing(tmp_path: Path) -> None:
    code = house_of(tmp_path / "code", {"a.py": '_("Home")\n_("Bye")'})
    path = tmp_path / "fr" / "messages.po"
    assert list(update_catalogue(path, code)) == ["code/a.py: Home", "code/a.py: Bye"]
    path.write_text(
        path.read_text("utf-8").replace('msgid "Home"\nmsgstr ""', 'msgid "Home"\nmsgstr "Accueil"'), "utf-8"
    )
    house_of(tmp_path / "code", {"a.py": '\n\n_("Home")\n_("Search")'})
    assert list(update_catalogue(path, code)) == ["code/a.py: Search"]
    text = path.read_text("utf-8")
    assert "Accueil" in text
    assert "Bye" not in text
    list(update_catalogue(path, code))
    assert path.read_text("utf-8") == text
