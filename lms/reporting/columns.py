"""The columns of files: their names for machines and for people, and what kind of value stands in them."""

from dataclasses import dataclass
from enum import StrEnum

from lms.errors import N_
from lms.reporting.dimensions import Dimension


class Kind(StrEnum):
    """What a value is, so that a spreadsheet knows it too."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a whole number of percent
    SHARE = "share"  # from 0 to 1
    MOMENT = "moment"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """`codes`: the dimension that names what stands in it, for people; machines read the code."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    codes: Dimension | None = None


# What a file holds, by the name that is stored with it.
ENROLMENTS, AGGREGATES, MODULES, STEPS = "enrolments", "aggregates", "modules", "steps"
CONTENTS = {ENROLMENTS: N_("Enrolments"), AGGREGATES: N_("Figures"), MODULES: N_("Modules"), STEPS: N_("Steps")}

NAMED = (Column("name", N_("Name")), Column("email", N_("E-mail address")))
# One row for each enrolment. Without names, a person has another number in every file.
ENROLMENT = (
    Column("person", N_("Person (a number of this file)")),
    Column("course", N_("Course"), codes=Dimension.COURSE),
    Column("release", N_("Release"), Kind.NUMBER),
    Column("language", N_("Language"), codes=Dimension.LANGUAGE),
    Column("country", N_("Country"), codes=Dimension.COUNTRY),
    Column("sex", N_("Sex"), codes=Dimension.SEX),
    Column("age", N_("Age"), codes=Dimension.AGE),
    Column("sector", N_("Sector"), codes=Dimension.SECTOR),
    Column("kind", N_("Kind of organisation"), codes=Dimension.KIND),
    Column("enrolled_at", N_("Enrolled on"), Kind.MOMENT),
    Column("started_at", N_("Started"), Kind.MOMENT),
    Column("active_at", N_("Last active"), Kind.MOMENT),
    Column("ended_at", N_("Left"), Kind.MOMENT),
    Column("completed_at", N_("Completed"), Kind.MOMENT),
    Column("days", N_("Days to complete"), Kind.NUMBER),
    Column("certified_at", N_("Certified"), Kind.MOMENT),
    Column("hours", N_("Hours"), Kind.NUMBER),
    Column("exam_percent", N_("Best result at the exam"), Kind.PERCENT),
    Column("passed_first_try", N_("Passed at the first try"), Kind.FLAG),
    Column("lessons_done", N_("Lessons finished"), Kind.NUMBER),
)
OF_MODULES = (
    Column("course", N_("Course"), codes=Dimension.COURSE),
    Column("module", N_("Module")),
    Column("module_began", N_("Module begun"), Kind.NUMBER),
    Column("module_finished", N_("Module finished"), Kind.NUMBER),
    Column("module_passed", N_("Quiz of the module passed"), Kind.NUMBER),
)
OF_STEPS = (
    Column("course", N_("Course"), codes=Dimension.COURSE),
    Column("kind", N_("Kind of step")),
    Column("step", N_("Step")),
    Column("count", N_("Count"), Kind.NUMBER),
    Column("share", N_("Share of those enrolled"), Kind.SHARE),
)
FIGURES = (
    Column("registered", N_("Registered"), Kind.NUMBER),
    Column("enrolled", N_("Enrolments"), Kind.NUMBER),
    Column("started", N_("Started"), Kind.NUMBER),
    Column("active", N_("Active"), Kind.NUMBER),
    Column("completed", N_("Completed"), Kind.NUMBER),
    Column("completion_rate", N_("Completion rate"), Kind.SHARE),
    Column("certified", N_("Certified"), Kind.NUMBER),
    Column("certified_women", N_("Certified women"), Kind.NUMBER),
    Column("certified_men", N_("Certified men"), Kind.NUMBER),
    Column("median_score", N_("Median score (percent)"), Kind.NUMBER),
    Column("first_try_rate", N_("First-try pass rate"), Kind.SHARE),
    Column("median_days", N_("Median days"), Kind.NUMBER),
    Column("hours", N_("Hours"), Kind.NUMBER),
)
