"""The spaces and apostrophes that French typography asks for, set whatever space the author typed.

Narrow no-break spaces before ; : ! ? and inside « », no-break spaces between a number and what it counts.
Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale; CLDR's French number formats.
"""

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"

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
_TITLE = re.compile(r"\b(M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|n[°ºo]|art\.|p\.) (?=\w)")
_ELISION = re.compile(r"(?i)(?<![\w’'])([cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|aujourd|entr)'(?=\w|[«“]|$)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def typeset(text: str, language: str) -> str:
    """`text` as its language sets it. Only French has rules here; text in other languages stays as typed."""
    if language.partition("-")[0] != "fr":
        return text
    if "'" in text:
        text = _APOSTROPHE.sub("’", _ELISION.sub(r"\1’", text))
    if "«" in text or "»" in text:
        text = _CLOSING.sub(NARROW + "»", _OPENING.sub("«" + NARROW, text))
    if any(mark in text for mark in ";:!?"):
        text = _LEADING.sub(NARROW, _MARK.sub(NARROW, text))
    if any(character.isdigit() for character in text):
        text = _THOUSANDS.sub(lambda match: re.sub(r"\s", NARROW, match.group()), text)
        text = _NUMBER.sub(NO_BREAK, text)
    return _TITLE.sub(lambda match: match.group(1) + NO_BREAK, text) if " " in text else text
