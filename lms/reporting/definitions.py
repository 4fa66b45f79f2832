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
# Of the pages about questions: each names where it comes from, as the rule that works it out does.
OF_QUESTIONS = (
    Definition(
        "takers",
        N_("Takers"),
        N_(
            "Learners who were asked the question in their first attempt at this quiz, once it had ended. Later "
            "attempts are left out: whoever tries again has read the explanations. So is what was answered while other "
            "answers were right."
        ),
    ),
    Definition(
        "facility",
        N_("Facility"),
        N_(
            "The mean share of the question’s points. No answer earns nothing; a survey earns no points. Under 20 "
            "percent a question is called too hard (Kline 1986), and so is one that earns no more than guessing; from "
            "95 percent on it is called too easy. Before the lessons nothing is called too hard."
        ),
    ),
    Definition(
        "discrimination",
        N_("Discrimination"),
        N_(
            "The correlation between what takers earn at the question and what they earn at all others of the attempt "
            "(Henrysson 1963): near 1, who knows more does better; at 0 it tells nothing; below 0, who knows more does "
            "worse. From 0.30 on it is good, under 0.20 weak (Ebel and Frisbie 1991). It is not given for fewer than "
            "30 takers (Linacre 1994), nor where all earn the same. Where questions are drawn by lot, the others are "
            "not the same for everybody."
        ),
    ),
    Definition(
        "miskeyed",
        N_("Looks miskeyed"),
        N_(
            "The discrimination is below zero with 95 percent confidence (Fisher 1921), or those who do best at the "
            "other questions choose a wrong answer more often than the right one."
        ),
    ),
    Definition(
        "thirds",
        N_("Thirds of takers"),
        N_(
            "By what they earn at the other questions of the attempt. Who does equally well is in one third, so thirds "
            "may differ in size."
        ),
    ),
    Definition(
        "median_time",
        N_("Median time"),
        N_(
            "From the answer before, or from the beginning, to the first answer to this question. Left out: more than "
            "30 minutes, answers that came in one moment with others, and attempts from before first answers were "
            "dated."
        ),
    ),
    Definition(
        "late", N_("Late"), N_("Takers from whom an answer came after the end: it was kept, and did not count.")
    ),
    Definition(
        "languages",
        N_("Differs between languages"),
        N_(
            "By the language in which the answer was given. Takers are compared with those of the other language who "
            "do equally well at the other questions (Cochran 1954); what is told is unlikely by chance (1 in 100) and "
            "ten points at least (Dorans and Kulick 1986). It needs 30 takers in each language."
        ),
    ),
    Definition(
        "dead",
        N_("An option hardly anybody chooses"),
        N_(
            "Chosen by fewer than 5 percent of those who choose a wrong answer, if they are 30 at least; after "
            "Haladyna and Downing (1993), who count all takers."
        ),
    ),
)
OF_GAIN = (
    Definition(
        "measured",
        N_("Who is counted"),
        N_(
            "Enrolments that finished a first try at the test before, and then began a try at the one after and "
            "finished it. Who gave up in between is not counted: those who stay may have gained more."
        ),
    ),
    Definition(
        "of_class",
        N_("Gain of all together"),
        N_(
            "The mean after minus the mean before, divided by what was left to gain: 100 percent minus the mean before "
            "(Hake 1998). From 0.70 on Hake calls it high, from 0.30 on medium, below that low."
        ),
    ),
    Definition(
        "of_persons",
        N_("Mean of the gains of persons"),
        N_(
            "The same worked out for each person, then averaged (Bao 2006). Who had everything right before cannot "
            "gain, and is left out of this figure."
        ),
    ),
    Definition(
        "tries",
        N_("First and best try"),
        N_(
            "The first try that ended is what somebody knew after the lessons. The best one also holds what they "
            "learnt from tries that failed."
        ),
    ),
)
