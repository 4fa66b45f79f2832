"""What every figure means: printed beside it on the page and in every file, so that two readers count the same."""

from dataclasses import dataclass

from lms.errors import N_

ACTIVE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: `key` in files for machines, `term` as people call it, `text` what it counts."""

    key: str
    term: str
    text: str


DEFINITIONS = (
    Definition(
        "registered",
        N_("Registered"),
        N_(
            "Accounts that exist today and were opened in the period. They know no course: filters on a course, an "
            "institution or a release do not apply to them. An erased account is not counted any more."
        ),
    ),
    Definition(
        "enrolled",
        N_("Enrolments"),
        N_(
            "Enrolments that began in the period: somebody who takes two courses is counted twice. Who left, and whose "
            "account was erased, stays counted."
        ),
    ),
    Definition("started", N_("Started"), N_("Of those enrolled: did at least one thing in the course since.")),
    Definition(
        "active", N_("Active"), N_("Of those enrolled: did something in the course in the 30 days before the figures.")
    ),
    Definition(
        "completed",
        N_("Completed"),
        N_("Of those enrolled: met the rule of the course, whenever that was, until the figures were made."),
    ),
    Definition(
        "certified",
        N_("Certified"),
        N_("Of those enrolled: were issued a certificate, even if it was replaced, revoked or erased since."),
    ),
    Definition("completion_rate", N_("Completion rate"), N_("Completed divided by enrolled, of the same period.")),
    Definition(
        "median_score",
        N_("Median score"),
        N_(
            "Each enrolment’s best result at the exam of its course, in whole percent rounded down; the middle one of "
            "them, the mean of the middle two. Who did not finish a try is left out."
        ),
    ),
    Definition(
        "first_try_rate",
        N_("First-try pass rate"),
        N_("Enrolments whose first try at the exam passed, divided by those who finished one."),
    ),
    Definition(
        "median_days",
        N_("Median days"),
        N_(
            "Whole days of 24 hours from enrolling to completing; the middle one, the mean of the middle two. Who has "
            "not completed is left out."
        ),
    ),
    Definition(
        "hours",
        N_("Hours"),
        N_("Hours of learning that the course states on its certificate, added up over those who completed."),
    ),
    Definition(
        "step",
        N_("Step"),
        N_(
            "Of those enrolled: finished the lesson, or passed the quiz or the exam. Steps are those of the course as "
            "it is today; what was done in what it holds no more is left out."
        ),
    ),
    Definition(
        "module_began",
        N_("Module begun"),
        N_(
            "Of those enrolled: finished at least one lesson of the module. Totals of modules are their sums: who "
            "began two modules is counted twice."
        ),
    ),
    Definition(
        "module_finished",
        N_("Module finished"),
        N_("Of those enrolled: finished every lesson that the module holds today."),
    ),
    Definition(
        "module_passed",
        N_("Quiz of the module passed"),
        N_("Of those enrolled: passed the quiz of the module; the last one where it has several."),
    ),
    Definition(
        "period",
        N_("Period"),
        N_(
            "Enrolments are counted in the period in which they began; what they became is counted with them, also "
            "where it happened later. A recent period may still grow. Days begin at midnight in the zone of the site."
        ),
    ),
    Definition(
        "not_told",
        N_("Not told"),
        N_(
            "Country, sex, age and work are noted when somebody enrols; what they leave blank is filled in as they "
            "tell it, until they complete. A row counts who preferred not to say, another who never answered."
        ),
    ),
)
BY_KEY = {definition.key: definition for definition in DEFINITIONS}
