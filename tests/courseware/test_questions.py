"""A question is read by its lines: each kind, what makes it one, and what it keeps for grading."""

from fractions import Fraction

import pytest

from lms.courseware.parsing.heads import QuestionHead
from lms.courseware.parsing.options import cells_of, id_of, read_interval
from lms.courseware.parsing.questions import read_question
from lms.courseware.problems import Place, Report
from lms.courseware.questions import BLANK_CLOSE, BLANK_OPEN, Interval, Kind, Question


def read(text: str, original: tuple[Question, QuestionHead] | None = None) -> tuple[Question, QuestionHead]:
    report = Report()
    result = read_question("key", text.strip("\n").split("\n"), 1, Place("a.md", report), original)
    assert not list(report), list(report)
    return result


def question(text: str) -> Question:
    return read(text)[0]


def codes(text: str) -> list[str]:
    report = Report()
    read_question("key", text.strip("\n").split("\n"), 1, Place("a.md", report), None)
    return [problem.code for problem in report]


def test_one_tick_makes_a_choice() -> None:
    found = question("Qui ?\n\n- [ ] A\n  > Non.\n- [x] B\n  > Oui.\n\n> Voilà.")
    assert (found.kind, found.prompt, found.explanation) == (Kind.CHOICE, "Qui ?", "Voilà.")
    assert [(o.text, o.is_right, o.feedback) for o in found.options] == [("A", False, "Non."), ("B", True, "Oui.")]
    assert [option.id for option in found.options] == [id_of("A"), id_of("B")]


def test_two_ticks_or_a_type_make_a_multiple() -> None:
    assert question("Q\n\n- [x] A\n- [X] B\n* [ ] C").kind is Kind.MULTIPLE
    assert question("    type: multiple\n\nQ\n\n- [x] A\n- [ ] B").kind is Kind.MULTIPLE


def test_blank_lines_do_not_break_the_answers_and_everything_above_is_the_prompt() -> None:
    found = question("Q\n\n- a list\n- of text\n\nMore.\n\n- [x] A\n\n- [ ] B\n  wrapped\n\n  > Why.\n\n\n- [ ] C")
    assert found.prompt == "Q\n\n- a list\n- of text\n\nMore."
    assert [(option.text, option.feedback) for option in found.options] == [
        ("A", ""),
        ("B\nwrapped", "Why."),
        ("C", ""),
    ]


def test_a_list_or_table_in_the_prompt_is_text() -> None:
    found = question("1. one\n2. two\n\n| a | b |\n|---|---|\n| c | d |\n\nWhich?\n\n= 3")
    assert found.kind is Kind.NUMERIC
    assert found.prompt.startswith("1. one\n2. two\n\n| a | b |")


def test_no_break_spaces_count_as_spaces_in_markers() -> None:
    assert [o.is_right for o in question("Q\n\n-\u00a0[x]\u202fA\n- [\u00a0] B").options] == [True, False]


def test_settings_end_at_a_blank_line() -> None:
    found, head = read("    points: 2\n    scoring: exact\n    shuffle: false\n    facts: [INT-14]\n\nQ\n\n1. a\n2. b")
    assert (found.points, found.is_exact, found.is_shuffled, found.facts) == (Fraction(2), True, False, ("INT-14",))
    assert head.points == 2


def test_a_table_makes_a_matching_with_distractors() -> None:
    found = question("Q\n\n| Texte | Auteur |\n|---|---|\n| A | OIT |\n| B | ONU |\n| | OCDE |")
    assert (found.kind, found.left_label, found.right_label) == (Kind.MATCHING, "Texte", "Auteur")
    assert [(pair.left.text, pair.right_id) for pair in found.pairs] == [("A", id_of("OIT")), ("B", id_of("ONU"))]
    assert [cell.text for cell in found.rights] == ["OIT", "ONU", "OCDE"]
    assert not found.is_sorting


def test_a_repeated_right_cell_makes_a_sorting() -> None:
    found = question("Q\n\n| Fait | Côté |\n|---|---|\n| A | x |\n| B | y |\n| C | x |")
    assert found.is_sorting
    assert [cell.text for cell in found.rights] == ["x", "y"]


@pytest.mark.parametrize("marker", ["1.", "1)"])
def test_a_numbered_list_makes_an_ordering(marker: str) -> None:
    assert [item.text for item in question(f"Q\n\n{marker} a\n{marker} b").items] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("138", "138", "138"),
        ("138 ± 2", "136", "140"),
        ("138+-2", "136", "140"),
        ("130..140", "130", "140"),
        ("-1.5 .. 2.5", "-3/2", "5/2"),
        ("27.6", "138/5", "138/5"),
        ("−3", "-3", "-3"),
    ],
)
def test_a_number_is_an_interval(text: str, low: str, high: str) -> None:
    assert read_interval(text) == Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", ["1 000", "27,6", "2 ou 3", "140..130", "", "a", "1e5", "0x1"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_interval(text) is None


def test_numbers_make_a_numeric_and_a_word_makes_a_short_answer() -> None:
    assert question("Q\n\n= 138 ± 2\n= 140").intervals == (
        Interval(Fraction(136), Fraction(140)),
        Interval(Fraction(140), Fraction(140)),
    )
    found = question("Q\n\n= personnes\n= gens")
    assert (found.kind, found.accepted) == (Kind.SHORT, ("personnes", "gens"))
    assert question("    type: short\n\nQ\n\n= 8.7").accepted == ("8.7",)
    assert codes("Q\n\n= mot\n= 2 ou 3") == ["not-a-number"]


def test_double_brackets_make_blanks() -> None:
    found = question("On regarde [[les gens|les personnes]] puis [[*l’eau|le feu]].")
    assert found.prompt == f"On regarde {BLANK_OPEN}1{BLANK_CLOSE} puis {BLANK_OPEN}2{BLANK_CLOSE}."
    assert [(blank.id, blank.variants) for blank in found.blanks] == [("1", ("les gens", "les personnes")), ("2", ())]
    assert [(option.text, option.is_right) for option in found.blanks[1].options] == [
        ("l’eau", True),
        ("le feu", False),
    ]


def test_blanks_may_be_named_and_the_starred_entry_stands_anywhere() -> None:
    found = question("[[who: gens]] et [[what: feu|*eau]]")
    assert [(blank.id, blank.is_named) for blank in found.blanks] == [("who", True), ("what", True)]
    assert [option.is_right for option in found.blanks[1].options] == [False, True]


def test_double_brackets_are_text_in_code_in_cells_and_above_answers() -> None:
    assert question("Voir `[[a]]` :\n\n| [[b]] |\n|---|\n\n[[c]]").prompt.count(BLANK_OPEN) == 1
    assert question("Voir [[a]].\n\n- [x] A\n- [ ] B").prompt == "Voir [[a]]."


def test_blanks_by_type_take_the_answer_block_into_the_prompt() -> None:
    found = question("    type: blanks\n\nRemettez :\n\n1. [[un]]\n2. [[deux]]")
    assert found.kind is Kind.BLANKS
    assert found.prompt.endswith(f"2. {BLANK_OPEN}2{BLANK_CLOSE}")


def test_surveys_and_reflections_are_not_scored() -> None:
    assert question("Q\n\n- ( ) A\n- ( ) B").kind is Kind.SURVEY
    reflection = question("Q\n\n____\n\n> Une piste.")
    assert (reflection.kind, reflection.explanation, reflection.is_scored) == (Kind.REFLECTION, "Une piste.", False)


def test_a_translation_takes_the_settings_and_the_ids_of_its_original() -> None:
    original = read("    points: 3\n    scoring: exact\n\nQ\n\n- [x] Un\n- [x] Deux\n- [ ] Trois")
    own, _ = read("Q\n\n- [x] One\n- [x] Two\n- [ ] Three", original)
    assert (own.points, own.is_exact) == (Fraction(3), True)
    assert [(option.id, option.text) for option in own.options] == [
        (id_of("Un"), "One"),
        (id_of("Deux"), "Two"),
        (id_of("Trois"), "Three"),
    ]


def test_a_translated_matching_keeps_the_pairs_by_their_rows() -> None:
    original = read("Q\n\n| a | b |\n|---|---|\n| Un | X |\n| Deux | Y |\n| Trois | X |")
    own, _ = read("Q\n\n| a | b |\n|---|---|\n| One | P |\n| Two | R |\n| Three | P |", original)
    assert [(pair.left.id, pair.right_id) for pair in own.pairs] == [
        (pair.left.id, pair.right_id) for pair in original[0].pairs
    ]
    assert [cell.text for cell in own.rights] == ["P", "R"]


def test_a_translated_short_type_holds_for_numbers_too() -> None:
    original = read("    type: short\n\nQ\n\n= 8.7")
    assert read("Q\n\n= 8.7", original)[0].accepted == ("8.7",)


def test_ids_ignore_spaces_and_composition() -> None:
    assert id_of("Les  deux\n garçons") == id_of("Les deux garc\u0327ons")
    assert id_of("Les deux garçons") != id_of("Les deux garcons")


def test_a_row_is_cut_at_its_bars_only() -> None:
    assert cells_of(r"| a \| b | `c|d` |") == [r"a \| b", "`c|d`"]
    assert cells_of("| | x |") == ["", "x"]


def test_a_type_is_read_as_yaml_reads_it() -> None:
    assert question('    type: "short" # text\n\nQ\n\n= 3 ans').accepted == ("3 ans",)


def test_a_translation_of_a_stated_short_answer_may_begin_with_a_digit() -> None:
    original = read("    type: short\n\nQ\n\n= 3 ans")
    assert read("Q\n\n= 3 years", original)[0].accepted == ("3 years",)
