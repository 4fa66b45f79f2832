"""What the checker finds in an example put in a small good course, and how it words it."""

import gettext

from lms.courseware.problems import Problem
from lms.publishing.wording import sentence
from tests.courseware.sample import read
from tests.docs.fences import AUTHORS
from tests.docs.placing import course_with

_CATALOGUES = AUTHORS.parents[1] / "translations"


def problems(kind: str, texts: dict[str, str]) -> list[Problem]:
    """The problems of the good course with an example in it."""
    return list(read(course_with(kind, texts))[1])


def worded(found: list[Problem], language: str) -> str:
    """The checker's words for the problems, each once, without their places."""
    catalogue = gettext.translation("messages", str(_CATALOGUES), [language], fallback=True)
    lines = [
        f"{catalogue.gettext(problem.severity.value)}: {sentence(problem, catalogue.gettext)}" for problem in found
    ]
    return "\n".join([*dict.fromkeys(lines), ""])
