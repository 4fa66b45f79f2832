"""What prose refers to is found with its line, and what only looks like it is left alone."""

import pytest

from lms.courseware.parsing.inline import anchor_of, read_inline


def links(text: str) -> list[tuple[int, str, str]]:
    return [(link.line, link.target, link.text) for link in read_inline(text.split("\n"), 1).links]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](lesson:x)", "lesson:x"),
        ('[a](https://a.org "b")', "https://a.org"),
        ("[a](https://a.org/b_(c))", "https://a.org/b_(c)"),
        ("[a](<media/a b.csv>)", "media/a b.csv"),
        ("<https://a.org/>", "https://a.org/"),
        ("<a@b.org>", "mailto:a@b.org"),
        ("[a [b] c](#d)", "#d"),
        ("[a]: https://a.org", "https://a.org"),
        ("[![x](media/a.svg)](lesson:y)", "lesson:y"),
    ],
)
def test_every_form_of_link_is_found(text: str, target: str) -> None:
    assert target in [found for _, found, _ in links(text)]


@pytest.mark.parametrize("text", ["`[a](b)`", "\\[a](b)", "    [a](b)", "a ] (b)", "[a] (b)", "```\n[a](b)\n```"])
def test_what_is_no_link_is_left_alone(text: str) -> None:
    assert links(text) == []


def test_lines_count_over_paragraphs() -> None:
    assert links("a\n[b](c)\n\n[d\ne](f)") == [(2, "c", "b"), (4, "f", "d e")]


def test_pictures_carry_their_marks() -> None:
    found = read_inline(["![](media/a.svg){.decorative} ![x](media/b.svg){.only}"], 1).links
    assert [(link.target, link.is_picture, link.is_decorative, link.is_only) for link in found] == [
        ("media/a.svg", True, True, False),
        ("media/b.svg", True, False, True),
    ]


@pytest.mark.parametrize(
    ("line", "level", "text", "anchor", "is_named"),
    [
        ("## Deux risques", 2, "Deux risques", "deux-risques", False),
        ("### À vous, l’été ! ###", 3, "À vous, l’été !", "a-vous-l-ete", False),
        ("## Distances {#far lang=en}", 2, "Distances", "far", True),
        ("## *Cœur* `code`", 2, "Cœur code", "coeur-code", False),
        ("# Un", 1, "Un", "un", False),
    ],
)
def test_a_heading_has_a_level_a_text_and_an_anchor(
    line: str, level: int, text: str, anchor: str, is_named: bool
) -> None:
    heading = read_inline([line], 1).headings[0]
    assert (heading.level, heading.text, heading.anchor, heading.is_named) == (level, text, anchor, is_named)


def test_an_underlined_line_is_a_heading_too() -> None:
    assert [(h.line, h.level) for h in read_inline(["Un", "==", "", "Deux", "---"], 1).headings] == [(1, 1), (4, 2)]


def test_a_rule_a_table_and_a_list_are_no_headings() -> None:
    assert read_inline(["", "---", "", "| a |", "|---|", "- b", "---"], 1).headings == []


def test_notes_are_told_from_their_definitions() -> None:
    found = read_inline(["Un[^1] deux[^b]:", "", "[^1]: Voir[^b]."], 1)
    assert found.notes == [(1, "1"), (1, "b"), (3, "b")]
    assert found.note_definitions == [(3, "1")]


def test_raw_html_is_told_once_a_line_and_arithmetic_is_not_html() -> None:
    found = read_inline(["a <b>c</b> <i>", "<!-- x -->", "2 < 3 and 4 > 1", "a <- b", "`<br>`"], 1)
    assert found.raw_html == [(1, "<b>"), (2, "<!--")]


def test_attributes_of_no_known_form_are_told_and_braces_are_text() -> None:
    found = read_inline(["*a*{lang=en} {.red} {style=x} {a, b} {#k}"], 1)
    assert found.attributes == [(1, ".red"), (1, "style=x")]


def test_words_are_counted_without_code_and_addresses() -> None:
    assert read_inline(["L’été vient, `a b c` [le mot](https://a.org/b/c) aujourd’hui 12,5."], 1).words == 7


def test_accents_are_folded_in_anchors() -> None:
    assert anchor_of("Œuvre & Æon : l’Été 2024 !") == "oeuvre-aeon-l-ete-2024"


@pytest.mark.parametrize(
    "text",
    [
        "*a*{lang=en} b", "__a__{lang=en} b", "[a](#b){lang=en} c", "[a][b]{lang=en} c", "<https://a.org>{lang=en} c",
        "`a`{lang=en} b", "a {lang=en}", "a\nb {lang=en}\n\nc", "- a {lang=en}\n- b", "a {lang=en}\n> b",
        "## A {#b lang=en}\nc", "A {lang=en}\n---", "| a {lang=en} | b |", "a\n{lang=en}", "a {lang=en}\n: b",
        "![](media/a.svg){.decorative} b", "![a](media/a.svg){.only lang=en} b", "![a][b]{.only} c",
        "`{lang=en}` a", "```\na{lang=en} b\n```", "{a} b", "\\{lang=en} a", "a {x, y} b",
    ],
)  # fmt: skip
def test_attributes_that_something_takes_are_left_alone(text: str) -> None:
    assert read_inline(text.split("\n"), 1).idle_attributes == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a{lang=en} b", "lang=en"),
        ("a {lang=en}\nb", "lang=en"),
        ("(a){lang=en} b", "lang=en"),
        ("{lang=en}", "lang=en"),
        ("{lang=en} a", "lang=en"),
        ("a\n\n{lang=en}", "lang=en"),
        ("a {#b}", "#b"),
        ("[a](#b){#c} d", "#c"),
        ("## A {#b} c", "#b"),
        ("[a](#b){.only} c", ".only"),
        ("a {.decorative}", ".decorative"),
    ],
)
def test_attributes_that_nothing_takes_are_found(text: str, mark: str) -> None:
    assert [found for _, found in read_inline(text.split("\n"), 1).idle_attributes] == [mark]
