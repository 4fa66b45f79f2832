"""The spaces and apostrophes that French typography asks for, set whatever space the author typed.

Narrow no-break spaces before ; : ! ? and inside « », no-break spaces between a number and what it counts.
In French and in English, what refers to a law or an article stays on one line: "No. 87", "L. 225-102-1", "2020-2021".
Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale; CLDR's French number formats.
"""

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"
NO_BREAK_HYPHEN = "\u2011"

_SPACE = r"[ \t\n\u00a0\u2007\u2009\u202f]"
# A mark after a word, with or without a space typed between; not in 12:30, nor in (!), nor doubled as in ?!
_MARK = re.compile(rf"(?<=[^\s(\[«;:!?]){_SPACE}{{1,8}}(?=[;:!?])|(?<=[\w)\]»”’%€°])(?=[;:!?]+(?:[\s»)\]”…]|$))")
_OPENING = re.compile(rf"«{_SPACE}{{0,8}}(?=[^\s»]|$)")
_CLOSING = re.compile(rf"(?<=[^\s«]){_SPACE}{{0,8}}»|^{_SPACE}{{1,8}}»")
_LEADING = re.compile(rf"^{_SPACE}{{1,8}}(?=[;:!?](?:[\s»)\]”;:!?]|$))")
_THOUSANDS = re.compile(r"(?<![\d.,\u202f])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_UNITS = (
    r"%|‰|€|\$|°C|kg|g|km|m|cm|mm|ha|h|min|s|t|F\sCFA|FCFA|euros?|francs?"
    "|ans|mois|jours|heures|minutes|millions?|milliards?"
)
_NUMBER = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))")
_CURRENCY = re.compile(r"\bF\sCFA\b")
_TITLE = re.compile(r"\b(M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|[nN][°º]s?|[aA]rt\.|p\.)[ \n](?=\w)|\b([LRD]\.|no)[ \n](?=\d)")
_REFERENCE = re.compile(r"\b(Nos?\.|[aA]rts?\.|pp?\.|[LRD]\.)[ \n](?=\d|[LRD]\.)")
# An article, a law or a span of years: two or three numbers, for four are a telephone's; never in an address or a
# file's name.
_HYPHENS = re.compile(
    r"\b(?:https?://|www\.)\S+"
    r"|(?<![\w./@:#?&=%+~-])((?:[LRD]\.?)?\d{1,5}(?:-\d{1,5}){1,2})(?![\w/@#&=%+~-]|[.:?]\w)"
)
_ELISION = re.compile(r"(?i)(?<![\w’'])([cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|aujourd|entr)'(?=\w|[«“]|$)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def typeset(text: str, language: str) -> str:
    """`text` as its language sets it. Only French and English have rules; text in other languages stays as typed."""
    language = language.partition("-")[0]
    if language == "fr":
        text = _french(text)
    elif language == "en":
        text = _REFERENCE.sub(rf"\1{NO_BREAK}", text)
    else:
        return text
    return _HYPHENS.sub(_unbroken, text) if "-" in text else text


def _unbroken(match: re.Match[str]) -> str:
    """A number with hyphens at which no line breaks; an address as it is."""
    return match.group().replace("-", NO_BREAK_HYPHEN) if match.group(1) else match.group()


def _french(text: str) -> str:
    if "'" in text:
        text = _APOSTROPHE.sub("’", _ELISION.sub(r"\1’", text))
    if "«" in text or "»" in text:
        text = _CLOSING.sub(NARROW + "»", _OPENING.sub("«" + NARROW, text))
    if any(mark in text for mark in ";:!?"):
        text = _LEADING.sub(NARROW, _MARK.sub(NARROW, text))
    if any(character.isdigit() for character in text):
        text = _THOUSANDS.sub(lambda match: re.sub(r"\s", NARROW, match.group()), text)
        text = _NUMBER.sub(NO_BREAK, text)
    if "CFA" in text:
        text = _CURRENCY.sub(f"F{NO_BREAK}CFA", text)
    return _TITLE.sub(lambda match: (match.group(1) or match.group(2)) + NO_BREAK, text)
