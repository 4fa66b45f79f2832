"""States of one course whose exam differs: in right answers and words, in a rule."""

from tests.learning.devices import MINUTES, TRIES
from tests.learning.quizzing import small_quiz, texts

EXAM = {"attempts": TRIES, "time_limit_minutes": MINUTES, "page": "all"}
RIGHT = [0, 1, 0]  # the place of the right option, in each state of the course


def states_of_the_course() -> list[dict[str, str]]:
    """The course; with other right answers, words and one more question; with a harder rule."""
    plain = small_quiz(["x-one", "x-two"], "Examen", **EXAM, pass_percent=50)
    turned = small_quiz(["x-two", "x-new", "x-one"], "Examen final", **EXAM, pass_percent=60)
    for old, new in (
        ("[x] Oui", "[ ] Oui !"),
        ("[ ] Non", "[x] Non"),
        ("[x] Yes", "[ ] Yes!"),
        ("[ ] No\n", "[x] No\n"),
    ):
        turned = turned[0].replace(old, new), turned[1].replace(old, new)
    hard = small_quiz(["x-one", "x-two"], "Examen", **EXAM, pass_percent=100)
    found = []
    for french, english in (plain, turned, hard):
        files = {path: text for path, text in texts().items() if "-quiz." not in path and "/quiz." not in path}
        for language in ("fr", "en"):
            files[f"01-all/01-reading.{language}.md"] = "---\ntitle: Lire\n---\nDes mots.\n"
        found.append({**files, "exam.fr.md": french, "exam.en.md": english})
    found[2]["course.yml"] = found[2]["course.yml"].replace("lessons: none", "lessons: all")
    return found
