"""Three French expressions for one English one, each in its place: docs/content/glossary.md says which is whose.

« Diligence raisonnable » is the UN's and the ILO's, « devoir de diligence » the OECD's, and « devoir de vigilance » is
law: France's, and the European Union's. English says due diligence for all but the French Act's duty of vigilance.
"""

import re
from pathlib import Path

from lms.courseware.plaintext import Line
from tests.guards.readings import of, shipped

FORMS = {
    "fr": {
        "diligence raisonnable": re.compile(r"diligences? raisonnables?", re.I),
        "devoir de diligence": re.compile(r"devoirs? de diligence(?! raisonnable)", re.I),
        "devoir de vigilance": re.compile(r"devoirs? de vigilance", re.I),
    },
    "en": {"duty of vigilance": re.compile(r"dut(?:y|ies) of vigilance", re.I)},
}
WHOSE = {
    "diligence raisonnable": {"UN"},
    "devoir de diligence": {"OECD"},
    "devoir de vigilance": {"law"},
    "duty of vigilance": {"law"},
}
PARTIES = {
    "UN": re.compile(
        r"\b(?:ONU|Nations Unies|OIT|BIT|Organisation internationale du Travail|Déclaration sur les EMN|UN"
        r"|United Nations|ILO|principe 1[5-9])\b"
    ),
    "OECD": re.compile(r"\b(?:OCDE|OECD|développement économiques|SPF Économie)\b"),
    "law": re.compile(
        r"\b(?:loi|lois|Loi|français|française|France|Union européenne|européen|européenne|CSDDD|[Dd]irective|Act|Acts"
        r"|French|La Poste|plan)\b"
    ),
}
# What none of the sources says; the French Act's own « vigilance raisonnable » is quoted in no lesson.
NEVER = {
    "fr": re.compile(
        r"due diligence|devoir de diligence raisonnable|vigilance raisonnable|diligence (?:due|requise|obligatoire)"
        r"|devoir de (?:la )?(?:prudence|précaution)|obligation de vigilance",
        re.I,
    ),
    "en": re.compile(r"due vigilance|duty of (?:care|diligence)|reasonable diligence", re.I),
}
SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\s·\s")


def misuses(lines: list[Line], language: str) -> list[str]:
    """Lines that use an expression which is not theirs whom they speak of."""
    found = []
    for line in lines:
        found += [f"{line.number}: {match.group()}" for match in NEVER[language].finditer(line.text)]
        for part in SENTENCE.split(line.text):
            for form, pattern in FORMS[language].items():
                named = {party for party, names in PARTIES.items() if names.search(pattern.sub("", part))}
                if pattern.search(part) and named and not named & WHOSE[form]:
                    found.append(f"{line.number}: {form}")
    return found


def homeless(lines: list[Line], language: str) -> list[str]:
    """Places that speak of the legal duty in a text that names no law."""
    form = "devoir de vigilance" if language == "fr" else "duty of vigilance"
    is_named = any(PARTIES["law"].search(FORMS[language][form].sub("", line.text)) for line in lines)
    return [f"{line.number}: {form}" for line in lines if FORMS[language][form].search(line.text) and not is_named]


def test_each_expression_stands_in_its_place(root: Path) -> None:
    texts = list(shipped(root))
    uses = {form: 0 for forms in FORMS.values() for form in forms}
    for _, language, lines in texts:
        for form, pattern in FORMS[language].items():
            uses[form] += sum(bool(pattern.search(line.text)) for line in lines)
    assert min(uses.values()) >= 5, uses
    found = {path: wrong for path, language, lines in texts if (wrong := misuses(lines, language))}
    assert found == {}
    lost = {path: wrong for path, language, lines in texts if (wrong := homeless(lines, language))}
    assert lost == {}


def test_planted_misuses_are_found() -> None:
    planted = {
        ("fr", "L’OCDE recommande une diligence raisonnable en six étapes."): ["1: diligence raisonnable"],
        ("fr", "Le devoir de diligence de l’ONU vaut pour tous."): ["1: devoir de diligence"],
        ("fr", "La loi française impose un devoir de diligence."): ["1: devoir de diligence"],
        ("fr", "Le Guide de l’OCDE crée un devoir de vigilance."): ["1: devoir de vigilance"],
        ("fr", "Toute entreprise a une obligation de vigilance."): ["1: obligation de vigilance"],
        ("fr", "Faites votre *due diligence* avant de signer."): ["1: due diligence"],
        ("fr", "L’ONU dit « diligence raisonnable » ; l’OCDE, « devoir de diligence »."): [],
        ("fr", "La loi de 2017 parle de devoir de vigilance."): [],
        ("en", "The OECD describes a duty of vigilance."): ["1: duty of vigilance"],
        ("en", "Every company has a duty of care."): ["1: duty of care"],
        ("en", "The French Act lays down a duty of vigilance."): [],
    }
    for (language, text), wrong in planted.items():
        assert misuses(of(text, language), language) == wrong, text
    assert homeless(of("Chacun a un devoir de vigilance.", "fr"), "fr") == ["1: devoir de vigilance"]
    assert homeless(of("Chacun connaît le devoir de vigilance de la loi française.", "fr"), "fr") == []
