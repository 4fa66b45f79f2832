"""What is wrong with a course's files, in words: one sentence for each code, in the reader's language."""

from lms.console import gettext
from lms.courseware.problems import Problem
from lms.publishing.sentences import files, heads, prose, questions

SENTENCES = {**files.SENTENCES, **heads.SENTENCES, **prose.SENTENCES, **questions.SENTENCES}


def sentence(problem: Problem) -> str:
    """A problem in the reader's language: what is wrong, and how to mend it."""
    return gettext(SENTENCES[problem.code]) % dict(problem.values)
