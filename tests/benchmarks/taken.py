"""A small course to be taken: a lesson that completes it, and two quizzes of ten questions of every scored kind."""

from collections.abc import Iterator
from pathlib import Path

LESSON = "only"
QUESTIONS = 10
# By how many questions a page shows, the key of the quiz.
QUIZZES = {"one": "only-quiz", "all": "exam"}
_LANGUAGES = ("fr", "en")
_SCENE = "A workshop by the river has twelve people, three of them at night. Nobody wrote down who works when. "
_OPTIONS = "".join(
    f"- [{mark}] {text}, and says so to the people concerned\n  > Whoever is concerned comes first.\n"
    for mark, text in ((" ", "It waits"), ("x", "It asks them"), (" ", "It asks the owner"), (" ", "It closes"))
)
_KINDS = (
    _OPTIONS,
    _OPTIONS.replace("[ ] It waits", "[x] It waits"),
    "| Text | Author |\n|---|---|\n| Principles | United Nations |\n| Declaration | ILO |\n| Charter | Union |\n",
    "1. Identify\n2. Prevent\n3. Track\n4. Tell\n",
    "= 138 ± 2\n",
    "= people\n",
    "Due diligence looks at the risk to [[people]], the law comes through the [[*buyers|inspectors|banks]].\n",
)


def write_taken_course(folder: Path, questions: int = QUESTIONS) -> None:
    """Write the course with so many questions in each quiz; the folder's name is its slug."""
    for path, text in _files(questions):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _files(questions: int) -> Iterator[tuple[str, str]]:
    yield (
        "course.yml",
        (
            "institution: palabre\nlanguages: [fr, en]\nlevel: introductory\nlicence: CC-BY-4.0\n"
            "completion: {lessons: all, quizzes: none, exam: none}\ncertificate: {hours: 0.5}\n"
        ),
    )
    for language in _LANGUAGES:
        yield f"course.{language}.md", "---\ntitle: Taken\nsummary: A course to be taken.\n---\n"
        yield f"01-only/module.{language}.md", "---\ntitle: Only\n---\n"
        yield f"01-only/01-{LESSON}.{language}.md", f"---\ntitle: Only\n---\n{_SCENE * 20}\n"
        for page, name in (("one", "01-only/quiz"), ("all", "exam")):
            setting = f"page: {page}\n" if language == "fr" else ""
            text = f"---\ntitle: Quiz\n{setting}---\nAll of these.\n\n{_questions(page, questions)}"
            yield f"{name}.{language}.md", text


def _questions(page: str, questions: int) -> str:
    kinds = [_KINDS[number % len(_KINDS)] for number in range(questions)]
    return "\n".join(
        f"/// question | {page}-{number}\n\n{_SCENE}\n\nWhat follows, in case {number}?\n\n{kind}\n"
        "> Look at the people first.\n///\n"
        for number, kind in enumerate(kinds)
    )
