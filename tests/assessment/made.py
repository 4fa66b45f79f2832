"""Questions made by hand, one of each kind, as the compiler would make them."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from lms.courseware.compiled import CompiledBlank, CompiledCell, CompiledOption, CompiledQuestion
from lms.courseware.questions import BLANK_CLOSE, BLANK_OPEN


def id_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def cell(text: str) -> CompiledCell:
    return CompiledCell(id_of(text), text, text)


def option(text: str, is_right: bool = False, feedback: str = "") -> CompiledOption:
    return CompiledOption(id_of(text), text, text, is_right, f"<p>{feedback}</p>" if feedback else "")


def question(kind: str, **fields: Any) -> CompiledQuestion:
    made: dict[str, Any] = {
        "key": f"a-{kind}", "kind": kind, "prompt_html": "<p>Who is at risk first?</p>",
        "label": "Who is at risk first?", "explanation_html": "<p>Because.</p>", "points": "1", "is_exact": False,
        "is_shuffled": None, "is_sorting": False, "unit": "", "options": (), "left_label": "", "right_label": "",
        "lefts": (), "rights": (), "right_of": {}, "items": (), "intervals": (), "accepted": (), "shown": "",
        "blanks": (), "rubric": (), "assessed_by": "",
    }  # fmt: skip
    return CompiledQuestion(**{**made, **fields})


def choice(right: str, *wrong: str, **fields: Any) -> CompiledQuestion:
    options = (option(right, True, f"Yes: {right}"), *(option(text, feedback=f"No: {text}") for text in wrong))
    return question("choice", options=options, **fields)


def multiple(right: Sequence[str], wrong: Sequence[str], **fields: Any) -> CompiledQuestion:
    options = (*(option(text, True) for text in right), *(option(text) for text in wrong))
    return question("multiple", options=options, **fields)


def survey(*texts: str, **fields: Any) -> CompiledQuestion:
    return question("survey", options=tuple(option(text) for text in texts), **fields)


def matching(pairs: dict[str, str], *distractors: str, **fields: Any) -> CompiledQuestion:
    rights = tuple(cell(text) for text in dict.fromkeys([*pairs.values(), *distractors]))
    return question(
        "matching",
        lefts=tuple(cell(text) for text in pairs),
        rights=rights,
        right_of={id_of(left): id_of(right) for left, right in pairs.items()},
        is_sorting=len(set(pairs.values())) < len(pairs),
        **fields,
    )


def ordering(*texts: str, **fields: Any) -> CompiledQuestion:
    return question("ordering", items=tuple(cell(text) for text in texts), **fields)


def numeric(*intervals: tuple[str, str], **fields: Any) -> CompiledQuestion:
    return question("numeric", intervals=intervals, **fields)


def short(*accepted: str, **fields: Any) -> CompiledQuestion:
    return question("short", accepted=accepted, shown=accepted[0], **fields)


def typed_blank(name: str, *accepted: str) -> CompiledBlank:
    return CompiledBlank(name, accepted, accepted[0], ())


def listed_blank(name: str, right: str, *wrong: str) -> CompiledBlank:
    return CompiledBlank(name, (), right, (option(right, True), *(option(text) for text in wrong)))


def blanks(*gaps: CompiledBlank, **fields: Any) -> CompiledQuestion:
    prompt = " and ".join(f"the {BLANK_OPEN}{gap.id}{BLANK_CLOSE}" for gap in gaps)
    return question("blanks", **{"prompt_html": f"<p>First {prompt}.</p>", "blanks": gaps, **fields})


ONE_OF_EACH = (
    choice("The two boys", "The company", "The buyer"),
    multiple(("A blade without a guard", "Unpaid overtime"), ("A lost client", "A bad article")),
    matching({"Scale": "How grave?", "Scope": "How many?"}, "How dear?"),
    matching({"A gift": "Giving", "A wage": "Conduct", "A festival": "Giving"}),
    ordering("Identify", "Prevent", "Track", "Communicate"),
    numeric(("136", "140"), unit="million"),
    short("due diligence", "diligence raisonnable"),
    blanks(typed_blank("1", "people", "personnes"), listed_blank("2", "buyers", "inspectors", "banks")),
)
