"""A synthetic course of any size: lessons of about 4 KB in two languages, with what real ones hold."""

from collections.abc import Iterator
from pathlib import Path

LESSONS_A_MODULE = 10
SENTENCES = {
    "en": "A cooperative near the coast buys from forty farms, and asks each of them who does the work. ",
    "fr": "Une coopérative près de la côte achète à quarante exploitations et demande à chacune qui travaille. ",
}
WORDS = {
    "en": {
        "lesson": "Lesson",
        "module": "Module",
        "right": "The people",
        "wrong": "The company",
        "ask": "Who comes first?",
    },
    "fr": {
        "lesson": "Leçon",
        "module": "Module",
        "right": "Les personnes",
        "wrong": "L’entreprise",
        "ask": "Qui d’abord ?",
    },
}


def write_course(folder: Path, lessons: int) -> None:
    """Write a course of that many lessons; the folder's name is its slug."""
    for path, text in course_files(lessons):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def change_lessons(folder: Path, count: int) -> None:
    """Change a sentence in the first lessons, in both languages, as an author would."""
    for path in sorted(folder.glob("*/*-lesson-*.en.md"))[:count]:
        for language in ("en", "fr"):
            twin = path.with_name(path.name.replace(".en.", f".{language}."))
            twin.write_text(twin.read_text(encoding="utf-8") + f"\n{SENTENCES[language]}\n", encoding="utf-8")


def course_files(lessons: int) -> Iterator[tuple[str, str]]:
    """The files of such a course, path and text."""
    yield (
        "course.yml",
        (
            "institution: palabre\nlanguages: [fr, en]\nlevel: introductory\nlicence: CC-BY-4.0\n"
            "completion: {lessons: all}\ncertificate: none\n"
        ),
    )
    for language in ("fr", "en"):
        yield f"course.{language}.md", f'---\ntitle: "Synthetic"\nsummary: "{SENTENCES[language].strip()}"\n---\n'
        for number in range(lessons):
            module, place = divmod(number, LESSONS_A_MODULE)
            folder = f"{module + 1:03}-module-{module + 1:03}"
            if place == 0:
                title = f"{WORDS[language]['module']} {module + 1}"
                yield f"{folder}/module.{language}.md", f'---\ntitle: "{title}"\n---\n'
            yield f"{folder}/{place + 1:02}-lesson-{number + 1:04}.{language}.md", _lesson(language, number + 1)


def _lesson(language: str, number: int) -> str:
    words, paragraph = WORDS[language], SENTENCES[language] * 5
    sections = "\n\n".join(
        f"## {words['lesson']} {number}.{part} {{#part-{part}}}\n\n{paragraph}" for part in range(1, 7)
    )
    return f"""---
title: "{words["lesson"]} {number}"
summary: "{SENTENCES[language].strip()}"
---
{sections}

| A | B |
|---|---|
| {number} | **{words["right"]}** |

/// question | question-{number}

{words["ask"]}

- [ ] {words["wrong"]}
  > {SENTENCES[language].strip()}
- [x] {words["right"]}
  > {SENTENCES[language].strip()}

> {SENTENCES[language].strip()}
///

/// keep

- {SENTENCES[language].strip()}
- {SENTENCES[language].strip()}
///
"""
