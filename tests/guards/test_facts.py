"""What the courses cite exists: entries of the fact base, and Conventions by number, year and title."""

import re
import unicodedata
from pathlib import Path

from tests.guards.readings import of, shipped

ENTRY = re.compile(r"^### ([A-Z]+(?:-[A-Z]+)?-\d+)$", re.M)
CITED = re.compile(r"^ {4}facts: \[([^\]]*)\]", re.M)
IN_A_DOCUMENT = re.compile(r"\b[A-Z]{2,5}(?:-[A-Z]{2,3})?-\d{2,3}\b")
# « Convention (n° 155) sur …, 1981 » and “… Convention, 1981 (No. 155)” in the base.
FRENCH_TITLE = re.compile(r"([Cc]onvention|[Rr]ecommandation) \(n° (\d+)\) ([^;/.]*?), ((?:19|20)\d\d)")
ENGLISH_TITLE = re.compile(r"([A-Z][^;:/.]*?) (Convention|Recommendation), ((?:19|20)\d\d) \(No\. (\d+)\)")
# A number of a Convention or Recommendation, with what stands before it and what is said of it behind.
NUMBER = re.compile(
    r"(?:(?P<kind>[Rr]ecomm[ae]ndations?) )?(?<![\w/.-])(?:[Nn]°s?|Nos?\.) ?(?P<number>\d{2,3})(?![\d/-]| ?\d)"
    r"(?: \((?P<year>\d{4})\)| (?:de|of) (?P<of>\d{4}))?"
    r"(?:(?:,? (?:sur|concernant|relative à|on|concerning)| +·) +(?P<title>[^,.;:?!…()·»”]+))?"
)
SMALL = {"sur", "pour", "dans", "avec", "les", "des", "aux", "and", "the", "for", "pires", "formes", "worst", "forms"}

Table = dict[tuple[str, str], tuple[str, dict[str, set[str]]]]


def fold(text: str) -> set[str]:
    """The words of a title that carry its meaning, without accents and plurals."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", " ").replace("'", " "))
    words = re.findall(r"[a-z]{3,}", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return {word.removesuffix("s") for word in words} - {word.removesuffix("s") for word in SMALL}


def instruments(base: str) -> Table:
    """Conventions and Recommendations of the fact base: (kind, number) → year, and the words of the title."""
    found: Table = {}
    for kind, number, title, year in FRENCH_TITLE.findall(base):
        _, titles = found.setdefault((kind[0].lower(), number), (year, {}))
        titles["fr"] = fold(title)
    for title, kind, year, number in ENGLISH_TITLE.findall(base):
        known, titles = found.setdefault((kind[0].lower(), number), (year, {}))
        assert known == year, (number, known, year)
        titles["en"] = fold(title)
    return found


def wrong_citations(text: str, language: str, table: Table) -> list[str]:
    """Conventions and Recommendations in a line that the base has not, or has with another year or title."""
    faults = []
    for match in NUMBER.finditer(text.replace("\u00a0", " ").replace("\u202f", " ")):
        kind, number = ("r" if match["kind"] else "c"), match["number"]
        year, title = match["year"] or match["of"], match["title"]
        known_year, titles = table.get((kind, number), ("", {}))
        if not known_year:
            faults.append(f"No. {number} is not in the base")
        elif year and year != known_year:
            faults.append(f"No. {number} is of {known_year}, not {year}")
        elif title and language in titles and (other := fold(title) - titles[language]):
            faults.append(f"No. {number} is not about {', '.join(sorted(other))}")
    return faults


def unknown_facts(text: str, known: set[str]) -> list[str]:
    """Entries cited by the questions of a text that the fact base has not."""
    return [fact.strip() for found in CITED.findall(text) for fact in found.split(",") if fact.strip() not in known]


def base_of(root: Path) -> str:
    return (root / "docs" / "content" / "facts.md").read_text("utf-8")


def test_every_fact_that_a_question_cites_exists(root: Path) -> None:
    known = set(ENTRY.findall(base_of(root)))
    assert len(known) > 150
    texts = {str(path): path.read_text("utf-8") for path in (root / "courses").glob("*/**/*.md")}
    assert sum(len(CITED.findall(text)) for text in texts.values()) > 100
    assert {path: wrong for path, text in texts.items() if (wrong := unknown_facts(text, known))} == {}


def test_every_fact_that_our_documents_name_exists(root: Path) -> None:
    known = set(ENTRY.findall(base_of(root)))
    paths = [root / "docs" / "content-review.md", *(root / "docs" / "content").glob("*.md")]
    named = {path.name: set(IN_A_DOCUMENT.findall(path.read_text("utf-8"))) for path in paths}
    assert {name: found - known for name, found in named.items() if found - known} == {}
    assert len(named["content-review.md"]) > 10


def test_every_convention_is_cited_with_its_number_year_and_title(root: Path) -> None:
    table = instruments(base_of(root))
    known = {number: year for (kind, number), (year, _) in table.items() if kind == "c"}
    assert known.items() >= {"29": "1930", "87": "1948", "138": "1973", "155": "1981", "190": "2019"}.items()
    lines = [(path, language, line) for path, language, lines in shipped(root) for line in lines]
    assert sum(bool(match["year"]) for *_, line in lines for match in NUMBER.finditer(line.text)) > 40
    assert sum(bool(match["title"]) for *_, line in lines for match in NUMBER.finditer(line.text)) > 20
    faults = {
        f"{path}:{line.number}": wrong
        for path, language, line in lines
        if (wrong := wrong_citations(line.text, language, table))
    }
    assert faults == {}


def test_planted_mistakes_are_found(root: Path) -> None:
    table = instruments(base_of(root))
    assert unknown_facts("/// question | x\n    facts: [INT-01, INT-99]\n", {"INT-01"}) == ["INT-99"]
    planted = {
        ("fr", "la convention n° 87 (1949), sur la liberté syndicale"): ["No. 87 is of 1948, not 1949"],
        ("fr", "la convention n° 98 de 1949 et la recommandation n° 190 de 1999"): [],
        ("fr", "la convention n° 137 sur l’âge minimum"): ["No. 137 is not in the base"],
        ("fr", "la convention n° 138 sur le travail forcé"): ["No. 138 is not about force, travail"],
        ("fr", "| N° 100 (1951) | L’égalité de rémunération |"): [],
        ("fr", "| N° 111 (1958) | L’égalité de rémunération |"): ["No. 111 is not about egalite, remuneration"],
        ("fr", "loi n° 2017-399, arrêtés n° 3748 à 3751, cour d’appel, n° 24/05193"): [],
        ("en", "No. 155 (1981), on occupational safety and health"): [],
        ("en", "No. 187 (2006), on violence and harassment"): ["No. 187 is not about harassment, violence"],
        ("en", "Recommendation No. 190 of 2019"): ["No. 190 is of 1999, not 2019"],
    }
    for (language, text), faults in planted.items():
        [line] = of(text, language)
        assert wrong_citations(line.text, language, table) == faults, text
