"""Problems, releases and what they change, as lines for a terminal, in the language of its environment.

The words are those of the process, lms.console says in which language; pages give their own way of saying things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from gettext import gettext as _
from gettext import ngettext
from pathlib import PurePath

from lms.courseware.problems import Problem, Severity
from lms.errors import N_
from lms.publishing.changes import Changes, Effect
from lms.publishing.wording import sentence

# What changes for learners who have begun, by the code of changes.Effect.
EFFECTS = {
    "lessons-more": N_("%(count)s more to do before the course is complete: %(keys)s"),
    "lessons-fewer": N_("%(count)s fewer to do before the course is complete: %(keys)s"),
    "completion-lessons": N_("what completion asks of lessons: %(new)s (was %(old)s)"),
    "completion-quizzes": N_("what completion asks of quizzes: %(new)s (was %(old)s)"),
    "completion-exam": N_("what completion asks of the exam: %(new)s (was %(old)s)"),
    "completion-project": N_("what completion asks of the project: %(new)s (was %(old)s)"),
    "quiz-pass": N_("the pass mark of %(key)s: %(new)s (was %(old)s)"),
    "exam-pass": N_("the exam's pass mark: %(new)s (was %(old)s)"),
    "certificate-hours": N_("hours on the certificate: %(new)s (was %(old)s)"),
    "certificate-validity": N_("months the certificate is valid: %(new)s (was %(old)s)"),
    "access": N_("who may read the lessons: %(new)s (was %(old)s)"),
    "opens": N_("the course opens: %(new)s (was %(old)s)"),
    "closes": N_("the course closes: %(new)s (was %(old)s)"),
    "prerequisites": N_("courses required before: %(new)s (was %(old)s)"),
    "languages": N_("languages: %(new)s (was %(old)s)"),
}


def path_of(place: str | PurePath, problem: Problem) -> str:
    """Where a problem is: the course's folder or zip as the reader named it, and the file in it."""
    shown = str(place).rstrip("/")
    return shown if PurePath(shown).name == problem.path else f"{shown}/{problem.path}"  # else the zip as a whole


def problem_line(place: str | PurePath, problem: Problem) -> str:
    """`path:line: error: what, and how to mend it`, as editors read it."""
    word = _("error") if problem.severity is Severity.ERROR else _("warning")
    return f"{path_of(place, problem)}:{problem.line}: {word}: {sentence(problem)}"


def problem_lines(
    place: str | PurePath, problems: Iterable[Problem], *, are_warnings_told: bool = True
) -> Iterator[str]:
    """The problems of a course, a line each."""
    for problem in problems:
        if are_warnings_told or problem.severity is Severity.ERROR:
            yield problem_line(place, problem)


def count_line(courses: int, errors: int, warnings: int) -> str:
    """How many courses were looked at and how many problems were found, as one line."""
    return _("%(courses)s checked: %(errors)s, %(warnings)s.") % {
        "courses": ngettext("%(num)d course", "%(num)d courses", courses) % {"num": courses},
        "errors": ngettext("%(num)d error", "%(num)d errors", errors) % {"num": errors},
        "warnings": ngettext("%(num)d warning", "%(num)d warnings", warnings) % {"num": warnings},
    }


def released_line(slug: str, number: int, *, is_trial: bool = False) -> str:
    """That a release was made, or would have been."""
    if is_trial:
        return _("%(slug)s: this would be release %(number)s.") % {"slug": slug, "number": number}
    return _("%(slug)s: release %(number)s is what readers see now.") % {"slug": slug, "number": number}


def change_lines(changes: Changes, _: Callable[[str], str] = _) -> Iterator[str]:
    """What a release changes, a line for each kind of change."""
    if changes.is_first:
        yield _("the first release of this course")
    for message, keys in (
        (N_("added: %(keys)s"), changes.added),
        (N_("removed, with the progress made on them: %(keys)s"), changes.removed),
        (N_("moved: %(keys)s"), changes.moved),
        (N_("course page changed: %(keys)s"), changes.course_changed),
        (N_("right answers or scoring changed: %(keys)s"), changes.answers),
    ):
        if keys:
            yield _(message) % {"keys": ", ".join(keys)}
    for old, new in changes.renamed:
        yield _("%(old)s is now %(new)s: that is a removal and an addition, and progress does not follow") % {
            "old": old,
            "new": new,
        }
    if changes.changed:
        lessons = ", ".join(f"{key} ({', '.join(languages)})" for key, languages in changes.changed)
        yield _("changed: %(keys)s") % {"keys": lessons}
    for message, paths in (
        (N_("translations behind their original: %(paths)s"), changes.stale),
        (
            N_("translations that do not say what they translate (lms courses translated): %(paths)s"),
            changes.unrecorded,
        ),
    ):
        if paths:
            yield _(message) % {"paths": ", ".join(paths)}
    if changes.effects:
        yield _("for learners already enrolled (who has completed stays so):")
        yield from (f"  {effect_line(effect, _)}" for effect in changes.effects)


def effect_line(effect: Effect, _: Callable[[str], str] = _) -> str:
    """Something that changes for learners, in words."""
    return _(EFFECTS[effect.code]) % dict(effect.values)
