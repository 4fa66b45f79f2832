"""What may stand in course.yml and at the head of each file, field by field.

Each head is a pydantic model; `read_head` checks a YAML tree against one and reports what does not fit,
at its line, with a suggestion where the set of possible words is closed.
"""

from decimal import Decimal
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lms.courseware.parsing import fields
from lms.courseware.parsing.fields import (
    LANGUAGES,
    Date,
    Https,
    Key,
    ListOfKeys,
    ListOfTexts,
    Text,
    nearest,
    one_of,
    shown,
)
from lms.courseware.parsing.yamltext import Tree
from lms.courseware.problems import Place


class Head(BaseModel):
    """A head: no field but those named, nothing turned into something else."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PrerequisitesHead(Head):
    """Courses to complete before this one."""

    required: ListOfKeys = ()
    advised: ListOfKeys = ()


class CompletionHead(Head):
    """What completion takes; `exam` is None when the author leaves it to whether there is one."""

    lessons: Annotated[str, one_of("all", "none")] = "all"
    quizzes: Annotated[str, one_of("none", "pass")] = "none"
    exam: Annotated[str, one_of("none", "pass")] | None = None
    project: Annotated[str, one_of("none", "pass")] = "none"


class CertificateHead(Head):
    """What the institution vouches for."""

    hours: Annotated[Decimal, BeforeValidator(fields.hours)]
    valid_months: Annotated[int, fields.whole(1, 600)] | None = None


class CourseHead(Head):
    """course.yml."""

    institution: Key
    languages: Annotated[tuple[Annotated[str, one_of(*LANGUAGES)], ...], BeforeValidator(fields.languages)]
    level: Annotated[str, one_of("introductory", "intermediate", "advanced")]
    licence: Text
    authors: ListOfTexts = ()
    source: Https | None = None
    topics: ListOfKeys = ()
    access: Annotated[str, one_of("open", "enrolled")] = "open"
    opens: Date | None = None
    closes: Date | None = None
    prerequisites: PrerequisitesHead = PrerequisitesHead()
    completion: CompletionHead = CompletionHead()
    certificate: Annotated[CertificateHead | None, BeforeValidator(fields.certificate)] = None


class TranslatedHead(Head):
    """What the head of any file in a language may carry: the state of the original it was translated from."""

    translates: Text | None = None


class CourseTextHead(TranslatedHead):
    """course.??.md."""

    title: Text
    summary: Text
    audience: Text = ""
    objectives: ListOfTexts = ()


class ModuleHead(TranslatedHead):
    """module.??.md."""

    title: Text
    summary: Text = ""
    objectives: ListOfTexts = ()


class LessonHead(TranslatedHead):
    """A lesson's file."""

    title: Text
    summary: Text = ""
    minutes: Annotated[int, fields.whole(1, 240)] | None = None
    objectives: ListOfTexts = ()
    audio: Text = ""
    downloads: Annotated[dict[str, Text], BeforeValidator(fields.labels)] = Field(default_factory=dict)


class MeasuresHead(Head):
    """A quiz that is compared with a partner."""

    before: Key


class QuizHead(TranslatedHead):
    """A quiz's or the exam's file; None where the default depends on what the quiz is."""

    title: Text
    pass_percent: Annotated[int, fields.whole(0, 100)] | None = None
    attempts: Annotated[int | None, fields.unlimited_or(1, 100)] = None
    per_hours: Annotated[int, fields.whole(1, 8760)] | None = None
    pools: ListOfKeys = Field(default=(), alias="from")
    draw: Annotated[int | dict[str, int] | None, BeforeValidator(fields.drawn)] = None
    shuffle: Annotated[str, one_of("none", "options", "all")] = "all"
    feedback: Annotated[str, one_of("each", "submitted", "passed")] = "submitted"
    page: Annotated[str, one_of("one", "all")] = "one"
    measures: MeasuresHead | None = None
    time_limit_minutes: Annotated[int, fields.whole(1, 600)] | None = None


class ProjectHead(TranslatedHead):
    """project.??.md."""

    title: Text


class CriterionHead(Head):
    """One line of a rubric in the original."""

    points: Annotated[int, fields.whole(0, 1000)]
    text: Text


def _rubric(value: object) -> object:
    lines = fields.listed(value)
    return tuple(CriterionHead(points=0, text=line) if isinstance(line, str) else line for line in lines)  # type: ignore[attr-defined]


class QuestionHead(Head):
    """The settings of a question."""

    points: Annotated[Decimal, BeforeValidator(fields.points)] = Decimal(1)
    type: (
        Annotated[
            str,
            one_of(
                "choice", "multiple", "matching", "ordering", "numeric",
                "short", "blanks", "survey", "reflection", "assignment",
                sorting="matching",
            ),
        ]
        | None
    ) = None  # fmt: skip
    scoring: Annotated[str, one_of("partial", "exact")] = "partial"
    unit: Text = ""
    shuffle: Annotated[bool, BeforeValidator(fields.switch)] | None = None
    facts: ListOfTexts = ()
    lesson: Key | None = None
    rubric: Annotated[tuple[CriterionHead, ...], BeforeValidator(_rubric)] = ()
    assessed_by: Annotated[str, one_of("trainer", "self")] | None = None


class InstitutionHead(Head):
    """An entry of institutions.yml."""

    name: dict[str, Text]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    address: dict[str, Text] | None = None
    signatory: dict[str, Any] | None = None
    feedback: Annotated[str, one_of("advised", "required")] = "advised"


AnyHead = TypeVar("AnyHead", bound=Head)

# What pydantic finds wrong by itself, as our codes.
_TYPES = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "string_type": "expects-text",
    "model_type": "expects-mapping",
    "dict_type": "expects-mapping",
    "model_attributes_type": "expects-mapping",
    "string_pattern_mismatch": "expects-country",
}


def read_head(model: type[AnyHead], tree: Tree | None, place: Place, first_line: int = 1) -> AnyHead | None:
    """The head that `tree` holds; with faults, which are reported, what is good of it, or None.

    `first_line` is where the head begins in its file.
    """
    value = {} if tree is None or tree.value is None else tree.value
    if not isinstance(value, dict):
        place.error(first_line, "expects-mapping", value=shown(value))
        return None
    try:
        return model.model_validate(value)
    except ValidationError as errors:
        meant = {
            (*error["loc"][:-1], nearest(error["loc"][-1], _fields(model, error["loc"][:-1])))
            for error in errors.errors()
            if error["type"] == "extra_forbidden"
        }
        for error in errors.errors():
            if error["type"] != "missing" or error["loc"] not in meant:  # a misspelt field is told once
                _report(model, error, tree, place, first_line)
        return _rescued(model, value, {str(error["loc"][0]) for error in errors.errors() if error["loc"]})


def _rescued(model: type[AnyHead], value: dict[str, Any], faulty: set[str]) -> AnyHead | None:
    """The head without its faulty fields, so that one mistake does not look like many; None without a title."""
    good = {name: item for name, item in value.items() if name not in faulty}
    stand_ins = {name: "…" for name in ("title", "summary") if name in model.model_fields}
    try:
        return model.model_validate({**stand_ins, **good})
    except ValidationError:
        return None


def _report(model: type[Head], error: Any, tree: Tree | None, place: Place, first_line: int) -> None:
    """One finding of pydantic's, in our terms."""
    where = tuple(part for part in error["loc"] if not str(part).startswith(("function-", "nullable", "constrained-")))
    line = tree.line(where) if tree and where else first_line
    kind = error["type"]
    name = ".".join(str(part) for part in where)
    if place.report.has_code_at(place.path, line, "yaml-ambiguous"):
        return
    if not place.name:
        place = Place(place.path, place.report, f"head {name}")
    if kind == "extra_forbidden":
        known = _fields(model, where[:-1])
        meant = nearest(where[-1], known)
        code = "unknown-field-meant" if meant else "unknown-field"
        place.error(line, code, field=name, allowed=", ".join(known), **({"meant": meant} if meant else {}))
    elif kind == "missing":
        place.error(tree.line(where[:-1]) if tree and len(where) > 1 else 1, "missing-field", field=name)
    else:
        code = _TYPES.get(kind, kind)
        values = {"value": shown(error["input"])} if kind in _TYPES else error.get("ctx", {})
        values = {key: item for key, item in values.items() if key != "code"}
        place.error(line, code, field=name, **values)


def _fields(model: type[BaseModel], where: tuple[Any, ...]) -> tuple[str, ...]:
    """The names that may stand in the mapping at `where`."""
    for part in where:
        info = model.model_fields.get(str(part))
        inner = _model_in(info.annotation) if info else None
        if inner is None:
            continue
        model = inner
    return tuple(info.alias or name for name, info in model.model_fields.items() if name != "translates")


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
