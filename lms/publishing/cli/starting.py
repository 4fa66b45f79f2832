"""What start-up did with the shipped courses, in words."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from lms.console import gettext as _
from lms.console import worded
from lms.publishing.actions import BrokenCourse, Recompiled, Shipped
from lms.publishing.telling import problem_lines, released_line

logger = logging.getLogger(__name__)


def shipped_lines(outcome: Shipped) -> Iterator[str]:
    """All that start-up did, a line each; nothing for the courses that have not changed."""
    yield from (released_line(made.slug, made.number) for made in outcome.released)
    yield from problem_lines(outcome.courses_dir, outcome.registers)
    failed = list(outcome.failed)
    for refusal in outcome.refused:
        try:
            yield from _refusal_lines(outcome, refusal)
        except Exception:
            # A problem without words is our fault: it keeps neither the other courses from being told nor the site
            # from being served.
            logger.exception("the problems of %s cannot be told", refusal.slug)
            failed.append(refusal.slug)
    yield from (_("%(slug)s cannot be released: see the log.") % {"slug": slug} for slug in failed)


def refused_lines(outcome: Recompiled) -> Iterator[str]:
    """The releases that keep the form an earlier compiler gave them, and why."""
    message = _("%(slug)s keeps its compiled form: in release %(number)s these would differ: %(keys)s")
    for kept in outcome.refused:
        yield message % {"slug": kept.slug, "number": kept.number, "keys": ", ".join(kept.keys)}


def _refusal_lines(outcome: Shipped, refusal: BrokenCourse) -> list[str]:
    problems = problem_lines(outcome.courses_dir / refusal.slug, refusal.problems, are_warnings_told=False)
    return [*problems, worded(refusal)]
