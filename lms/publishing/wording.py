"""What is wrong with a course's files, in words: one sentence for each code, in the reader's language."""

from collections.abc import Callable
from gettext import gettext

from lms.courseware.problems import Problem
from lms.publishing.sentences import files, heads, prose, questions, unsafe

SENTENCES = {**files.SENTENCES, **unsafe.SENTENCES, **heads.SENTENCES, **prose.SENTENCES, **questions.SENTENCES}


def sentence(problem: Problem, translate: Callable[[str], str] = gettext) -> str:
    """A problem in the reader's language: what is wrong, and how to mend it."""
    return translate(SENTENCES[problem.code]) % dict(problem.values)
