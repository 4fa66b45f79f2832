"""The lines of a file as a reader reads them: without marks, addresses and settings, each with its number."""

import pytest

from lms.courseware.plaintext import Line, read_lines

LESSON = """\
---
title: "Donner"
minutes: 3
objectives:
  - "Voir"
  - "Agir"
downloads:
  media/a.csv: "La feuille"
---
## Deux *gestes* {#two}

Voir [la suite](lesson:risk#x "Après")[^1], <https://a.org/> et `code`.

- un **mot** ;
1. un rang

| A | B |
|---|---|
| un | deux |

![Un fil](media/a.svg "Le fil"){.only}

/// case | Une cour
*First in, first out*{lang=en}, dit-elle.
///

/// question | who
    points: 2

Qui a [[who: *raison|tort]] ?

- [ ] Elle
  > Non.
- [x] Lui

= trois
____

> Voilà.
///

[^1]: Un rapport, 2018.
*[OIT]: Organisation internationale
"""


def test_what_is_read_of_a_lesson_and_where_it_stands() -> None:
    found = [(line.number, line.kind, line.block, line.text) for line in read_lines(LESSON.encode(), "fr")]
    assert found == [
        (2, "head", "", "Donner"),
        (5, "head", "", "Voir"),
        (6, "head", "", "Agir"),
        (8, "head", "", "La feuille"),
        (10, "heading", "", "Deux gestes"),
        (12, "prose", "", "Voir la suite Après, et ."),
        (14, "item", "", "un mot ;"),
        (15, "item", "", "un rang"),
        (17, "row", "", "A · B"),
        (19, "row", "", "un · deux"),
        (21, "prose", "", "Un fil Le fil"),
        (23, "heading", "case", "Une cour"),
        (24, "prose", "case", "…, dit-elle."),
        (30, "question", "question", "Qui a raison / tort ?"),
        (32, "question", "question", "Elle"),
        (33, "question", "question", "Non."),
        (34, "question", "question", "Lui"),
        (36, "question", "question", "trois"),
        (39, "question", "question", "Voilà."),
        (42, "note", "", "Un rapport, 2018."),
        (43, "note", "", "Organisation internationale"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("Le *first in*{lang=en} et le *mot*{lang=fr}.", "fr", "Le … et le mot."),
        ("[Le guide](https://a.org/a_(b)){lang=fr}, in French", "en", "…, in French"),
        ("Tout est en anglais ici. {lang=en}", "fr", None),
        ("> une phrase citée", "fr", "une phrase citée"),
        ("snake_case et _accent_", "fr", "snake_case et accent"),
    ],
)
def test_marks_are_taken_off_a_line(text: str, language: str, read: str | None) -> None:
    assert [line.text for line in read_lines(text.encode(), language)] == ([read] if read else [])


def test_a_broken_file_is_read_as_far_as_it_goes() -> None:
    assert list(read_lines(b"/// case | A\nouvert \xff", "fr"))[-1] == Line(2, "ouvert \ufffd", "prose", "case")
    assert list(read_lines(b"", "fr")) == []
