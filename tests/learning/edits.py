"""A course as its author has it, and what authors do to one: each edit drawn by lot, in both languages or in one."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

from tests.learning.quizzing import ONE_EN, ONE_FR, QUIZ_EN, QUIZ_FR

LANGUAGES = ("fr", "en")
# The lines of a question that are offered, by its key; another's are its options.
OFFERED = {"texts": re.compile(r"\| (?!Text|---)"), "steps": re.compile(r"\d\. ")}
OPTION = re.compile(r"- [\[(]")
# What is right where nothing is offered: one of these for the other.
RIGHT = {"children": ("= 138 ± 2", "= 7"), "first": ("\n= person", "\n= human"), "gaps": ("[[pe", "[[the pe")}


@dataclass
class Question:
    """A question in both languages, as lines."""

    key: str
    lines: dict[str, list[str]]

    def offered(self, language: str) -> list[int]:
        """The lines that hold what it offers."""
        pattern = OFFERED.get(self.key, OPTION)
        return [place for place, line in enumerate(self.lines[language]) if pattern.match(line)]


@dataclass
class Item:
    """A lesson, or a quiz with its questions."""

    key: str
    title: dict[str, str]
    body: dict[str, str] = field(default_factory=dict)
    questions: list[Question] | None = None
    settings: str = ""


@dataclass
class Module:
    """A module with its lessons and quizzes."""

    key: str
    title: dict[str, str]
    items: list[Item]


def both(text: str) -> dict[str, str]:
    return {"fr": f"{text} (fr)", "en": f"{text} (en)"}


def written(key: str) -> Question:
    """A new question of one choice."""
    return Question(
        key, {"fr": ONE_FR.format(key=key, points=1).splitlines(), "en": ONE_EN.format(key=key).splitlines()}
    )


def of_every_kind() -> list[Question]:
    """A question of each kind that a quiz can ask."""
    blocks = [re.findall(r"^/// question \|.*?^///$", text, re.M | re.S) for text in (QUIZ_FR, QUIZ_EN)]
    pairs = zip(*blocks, strict=True)
    return [Question(french.split()[3], dict(zip(LANGUAGES, (french.splitlines(), english.splitlines()), strict=True)))
            for french, english in pairs]  # fmt: skip


class Written:
    """The course and its edits."""

    def __init__(self, lot: Random) -> None:
        self.lot, self.count = lot, 0
        self.title = both("Course")
        self.rule = "{lessons: all, exam: none}"
        self.exam = Item("exam", both("Exam"), questions=[written(f"x-{name}") for name in ("a", "b", "c", "d")],
                         settings="pass_percent: 50\npage: all\n")  # fmt: skip
        self.modules = [
            Module("first", both("First"), [self.lesson("one"), self.lesson("two"),
                   Item("kinds-quiz", both("Kinds"), questions=of_every_kind(), settings="page: all\n")]),
            Module("second", both("Second"), [self.lesson("three"), self.lesson("four"),
                   Item("short-quiz", both("Short"), questions=[written(f"s-{name}") for name in ("a", "b", "c")],
                        settings="page: all\nfeedback: passed\npass_percent: 60\n")]),
        ]  # fmt: skip

    def files(self) -> dict[str, str]:
        """The course as files."""
        found = {
            "course.yml": "institution: palabre\nlanguages: [fr, en]\nlevel: introductory\nlicence: CC-BY-4.0\n"
            f"completion: {self.rule}\ncertificate: {{hours: 1}}\n"
        }
        for language in LANGUAGES:
            found[f"course.{language}.md"] = f"---\ntitle: {self.title[language]}\nsummary: Words.\n---\n"
            found[f"exam.{language}.md"] = self._item(self.exam, language)
            for number, module in enumerate(self.modules, start=1):
                folder = f"{number:02}-{module.key}"
                found[f"{folder}/module.{language}.md"] = f"---\ntitle: {module.title[language]}\n---\n"
                for place, item in enumerate(module.items, start=1):
                    found[f"{folder}/{place:02}-{item.key}.{language}.md"] = self._item(item, language)
        return found

    def _item(self, item: Item, language: str) -> str:
        settings = item.settings if language == "fr" else ""
        head = f"---\ntitle: {item.title[language]}\n{settings}---\n"
        if item.questions is None:
            return f"{head}\n{item.body[language]}\n"
        return head + "\n" + "\n\n".join("\n".join(one.lines[language]) for one in item.questions) + "\n"

    def lesson(self, key: str) -> Item:
        return Item(key, both(key.title()), body=both(f"What is said of {key}."))

    def edit(self, is_released: Callable[[], bool]) -> None:
        """Change something, drawn by lot, that can be released; what cannot is undone."""
        before = deepcopy((self.title, self.rule, self.exam, self.modules))
        self._change()
        while not is_released():
            self.title, self.rule, self.exam, self.modules = deepcopy(before)
            self._change()

    def _change(self) -> None:
        self.count += 1
        edits: list[Callable[[], None]] = [
            self.reorder_modules, self.reorder_items, self.insert_lesson, self.delete_lesson, self.move_lesson,
            self.retitle, self.retranslate, self.change_the_rule, self.change_a_pass_mark, self.reorder_questions,
            self.insert_question, self.delete_question, self.reword_prompt, self.reword_offered, self.reword_offered,
            self.reorder_offered, self.reorder_offered, self.turn_right, self.turn_right,
        ]  # fmt: skip
        before = self.files()
        while self.files() == before:
            self.lot.choice(edits)()

    @property
    def quizzes(self) -> list[Item]:
        return [self.exam, *(item for module in self.modules for item in module.items if item.questions is not None)]

    def _some(self) -> tuple[str, ...]:
        """Both languages, or one of them."""
        return self.lot.choice([LANGUAGES, LANGUAGES, ("fr",), ("en",)])

    def _question(self) -> Question:
        return self.lot.choice(self.lot.choice(self.quizzes).questions or [])

    def reorder_modules(self) -> None:
        self.lot.shuffle(self.modules)

    def reorder_items(self) -> None:
        self.lot.shuffle(self.lot.choice(self.modules).items)

    def insert_lesson(self) -> None:
        self.lot.choice(self.modules).items.insert(0, self.lesson(f"more-{self.count}"))

    def delete_lesson(self) -> None:
        if (found := self._lesson_to_spare()) is not None:
            found[0].items.remove(found[1])

    def move_lesson(self) -> None:
        if (found := self._lesson_to_spare()) is not None:
            found[0].items.remove(found[1])
            self.lot.choice(self.modules).items.append(found[1])

    def _lesson_to_spare(self) -> tuple[Module, Item] | None:
        module = self.lot.choice(self.modules)
        lessons = [item for item in module.items if item.questions is None]
        return (module, self.lot.choice(lessons)) if len(lessons) > 1 else None

    def retitle(self) -> None:
        items = [item.title for module in self.modules for item in module.items]
        title = self.lot.choice([self.title, self.exam.title, *(module.title for module in self.modules), *items])
        title |= {language: f"Title {self.count} {language}" for language in self._some()}

    def retranslate(self) -> None:
        items = [item for module in self.modules for item in module.items if item.questions is None]
        self.lot.choice(items).body["en"] = f"Said in other words, {self.count}."

    def change_the_rule(self) -> None:
        self.rule = self.lot.choice(["{lessons: all, exam: pass}", "{lessons: none, exam: pass}", "{quizzes: pass}"])

    def change_a_pass_mark(self) -> None:
        self.exam.settings = f"pass_percent: {self.lot.choice([25, 75, 100])}\npage: all\n"

    def reorder_questions(self) -> None:
        self.lot.shuffle(self.lot.choice(self.quizzes).questions or [])

    def insert_question(self) -> None:
        questions = self.lot.choice(self.quizzes).questions or []
        questions.insert(self.lot.randrange(len(questions)), written(f"new-{self.count}"))

    def delete_question(self) -> None:
        questions = self.lot.choice(self.quizzes).questions or []
        if len(questions) > 2:
            questions.remove(self.lot.choice(questions))

    def reword_prompt(self) -> None:
        question = self._question()
        for language in self._some():
            lines = question.lines[language]
            lines[lines.index("") :] = ["", f"Case {self.count}.", *lines[lines.index("") :]]

    def reword_offered(self) -> None:
        question = self._question()
        places = range(len(question.offered("fr")))
        for language in self._some() if places else ():
            place = question.offered(language)[self.count % len(places)]
            line = question.lines[language][place]
            begin, end = (line[:2], line[2:]) if line.startswith("| ") else (line, "")
            question.lines[language][place] = f"{begin}n{self.count} {end}" if end else f"{line} n{self.count}"

    def reorder_offered(self) -> None:
        question = self._question()
        count = len(question.offered("fr"))
        if question.key != "texts" and count:
            order = self.lot.sample(range(count), count)
            for language in LANGUAGES:
                self._arrange(question, language, order)

    def _arrange(self, question: Question, language: str, order: list[int]) -> None:
        """Put what is offered in another order, each with the lines that follow it; numbers stay where they are."""
        lines, places = question.lines[language], question.offered(language)
        last = places[-1] + 1
        while last < len(lines) and lines[last].startswith("  "):
            last += 1
        ends = [*places[1:], last]
        pieces = [lines[start:end] for start, end in zip(places, ends, strict=True)]
        lines[places[0] : last] = [line for place in order for line in pieces[place]]
        if question.key == "steps":
            for number, place in enumerate(question.offered(language), start=1):
                lines[place] = f"{number}{lines[place][1:]}"

    def turn_right(self) -> None:
        """Change what is right."""
        question = self._question()
        if question.key in RIGHT:
            old, new = RIGHT[question.key]
            for language, lines in question.lines.items():
                text = "\n".join(lines)
                old, new = (old, new) if old in text else (new, old)
                question.lines[language] = text.replace(old, new).split("\n")
            return
        marked = [place for place in question.offered("fr") if "[x]" in question.lines["fr"][place]]
        if len(marked) == 1:
            number = self.lot.randrange(len(question.offered("fr")))
            for language in LANGUAGES:
                for place, line in enumerate(question.offered(language)):
                    text = question.lines[language][line]
                    question.lines[language][line] = (
                        text.replace("[x]", "[ ]") if place != number else text.replace("[ ]", "[x]")
                    )
