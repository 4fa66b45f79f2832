"""Where an example goes in a small good course, so that the checker can read it."""

import re

from tests.courseware.sample import GOOD

Contents = dict[str, str | bytes]

_PATHS = {
    "lesson": "01-why/03-example.{}.md",
    "question": "01-why/03-example.{}.md",
    "quiz": "01-why/04-example-quiz.{}.md",
    "exam": "exam.{}.md",
    "project": "project.{}.md",
    "glossary": "glossary.{}.md",
    "module": "01-why/module.{}.md",
    "course": "course.{}.md",
}
_BARE = {"exam": "/// question | exam-1\n?\n\n= 1\n///\n", "quiz": "/// question | quiz-{}\n?\n\n= 1\n///\n"}
_MEDIA = {
    "photo.webp": b"RIFF",
    "drying.webp": b"RIFF",
    "workshop.jpg": b"\xff\xd8\xff",
    "visit.opus": b"OggS",
    "interview.opus": b"OggS",
    "register.xlsx": b"PK\x03\x04",
    "map.fr.svg": GOOD["media/thread.fr.svg"],
    "map.en.svg": GOOD["media/thread.en.svg"],
}


def course_with(kind: str, texts: dict[str, str]) -> Contents:
    """The good course with an example in it; `texts` by language, or under "" the same for both."""
    what = kind.split()[1]
    if what == "files":
        return _with_files(texts[""])
    if what == "course.yml":
        return {**GOOD, "course.yml": _course_yml(texts[""])}
    contents = dict(GOOD)
    for language in ("fr", "en"):
        text = texts.get(language, texts.get("", ""))
        path = _PATHS[what].format(language)
        contents[path] = text + "\n" + str(GOOD[path]) if what == "glossary" else _headed(text)
    used = "".join(str(text) for path, text in contents.items() if not path.startswith("media/"))
    for name, data in _MEDIA.items():
        if f"media/{re.sub(r'[.](fr|en)[.]', '.', name)}" in used:
            contents[f"media/{name}"] = data
    return contents


def _headed(text: str) -> str:
    """A lesson or quiz with a head; an example that shows the body alone gets one."""
    return text if re.match(r"---|\w+:", text) else f"---\ntitle: Example\n---\n{text}"


def _course_yml(text: str) -> str:
    """The good course.yml with the fields of an example in place of its own; a whole one stands for itself."""
    names = re.findall(r"^(\w+):", text, re.MULTILINE)
    own = [line for line in str(GOOD["course.yml"]).splitlines() if line.partition(":")[0] not in names]
    return "\n".join([text.rstrip("\n"), *own, ""])


def listed(text: str) -> list[str]:
    """The paths of a listing: the first word of each line, folders left out."""
    return [line.split()[0] for line in text.splitlines() if line.strip() and not line.split()[0].endswith("/")]


def _with_files(text: str) -> Contents:
    """A course of these files, each with the least it may hold; beside the good course's if course.yml is not one."""
    paths = listed(text)
    contents: Contents = {} if "course.yml" in paths else dict(GOOD)
    media = [path for path in paths if path.startswith("media/")]
    for path in paths:
        contents[path] = GOOD["course.yml"] if path == "course.yml" else _least(path, media)
    if "course.yml" in paths:
        contents["course.yml"] = "institution: palabre\nlanguages: [fr, en]\nlevel: introductory\nlicence: CC-BY-4.0\n"
    return contents


def _least(path: str, media: list[str]) -> str | bytes:
    name = path.rpartition("/")[2]
    if path.startswith("media/"):
        return _MEDIA.get(name, b"x")
    stem = name.partition(".")[0]
    if stem == "glossary":
        return "Term {#key}\n: Definition.\n"
    head = "---\ntitle: Title\nsummary: Summary\n---\n" if stem == "course" else "---\ntitle: Title\n---\n"
    key = re.sub(r"\W", "-", path.rpartition(".")[0].rpartition(".")[0])
    question = f"/// question | in-{key}\n    {{}}\n\nWhat?\n\n{{}}\n///\n"
    if stem == "exam" or stem == "quiz" or stem.endswith("-quiz"):
        return head + question.format("points: 1", "= 1")
    if stem == "project":
        return (
            f"{head}/// question | project\n    type: assignment\n    assessed_by: self\n"
            "    rubric: [{points: 1, text: Good}]\n\nDo it.\n///\n"
        )
    if stem in ("course", "module"):
        return head
    plain = dict.fromkeys(re.sub(r"[.](?:fr|en)[.]", ".", one) for one in media)
    return head + "Text.\n\n" + "".join(f"[file]({one})\n" for one in plain)
