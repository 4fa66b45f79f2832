"""A course that was read becomes pages: lessons, questions, an outline; unchanged lessons are known by a digest."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lms.courseware import compiler
from lms.courseware.compiled import CompiledLesson, Outline, dump, load
from lms.courseware.compiler import compile_lesson, compile_outline, compile_part_digest, compile_question, page_bytes
from lms.courseware.model import Block, BlockName, Course, Lesson, LessonText, Media, Prose, TermText
from lms.courseware.questions import BLANK_CLOSE, BLANK_OPEN, Blank, Cell, Interval, Kind, Option, Pair, Question
from lms.courseware.rendering.addresses import Addresses
from tests.courseware.sample import DIRECTORY, good
from tests.courseware.samples import ENGLISH, FRENCH, MEDIA, course, term

RISK = term("risk", fr="Risque", en="Risk")
DUE = term("due", fr="Devoir de diligence / diligence raisonnable", en="Due diligence")
UNUSED = term("unused", fr="Inutile", en="Unused")


def lesson(*body: Prose | Block | Question, **changes: Any) -> Lesson:
    values: dict[str, Any] = {
        "path": "01-a/01-b.fr.md", "title": "Qui ?", "summary": "Un : deux", "objectives": ("a ;",), "audio": "",
        "downloads": {}, "body": body, "body_line": 4, "words": 360,
    }  # fmt: skip
    return Lesson("b", None, {"fr": LessonText(**{**values, **changes})})


def compiled(*body: Prose | Block | Question, glossary: Any = (RISK, DUE, UNUSED), **changes: Any) -> CompiledLesson:
    return compile_lesson(course(glossary=glossary), lesson(*body, **changes), "fr", FRENCH)


def choice(key: str = "who", **changes: Any) -> Question:
    options = (Option("1" * 8, "Elle : *oui*", True, "Bien !", 3), Option("2" * 8, "Lui", False, "", 4))
    return Question(**{"key": key, "kind": Kind.CHOICE, "line": 1, "prompt": "Qui ?", "options": options, **changes})


def test_a_lessons_texts_are_set() -> None:
    page = compiled(Prose("Bonjour !", 5))
    assert (page.title, page.summary, page.objectives) == ("Qui\u202f?", "Un\u202f: deux", ("a\u202f;",))
    assert page.minutes == 2


def test_prose_and_blocks_share_footnotes_and_keep_their_order() -> None:
    page = compiled(
        Prose("Un[^a].", 1),
        Block(BlockName.CASE, "Le cas ?", "## Titre\nDeux[^b].", 3),
        choice(),
        Prose("[^b]: Note deux.\n[^a]: Note une.", 9),
        Block(BlockName.KEEP, "", "- Trois", 12),
    )
    assert [segment.kind for segment in page.segments] == ["prose", "case", "question", "keep"]
    assert page.segments[1].title == "Le cas\u202f?"
    assert page.segments[1].html.startswith('<h3 id="titre">Titre</h3>')
    assert page.segments[2].question and page.segments[2].question.key == "who"
    assert page.notes_html.index("Note une") < page.notes_html.index("Note deux")


def test_the_first_use_of_a_term_in_prose_is_a_link() -> None:
    page = compiled(
        Prose("## Le risque\n\n[risque](#a) `risque` *Risques* et risque.", 1),
        Block(BlockName.TRY, "", "La diligence raisonnable, le devoir\u00a0de\ndiligence.", 3),
        choice(prompt="Un risque ?"),
    )
    assert page.segments[0].html.count("#term-risk") == 1
    assert '<em><a href="#term-risk" id="risk.use">Risques</a></em>' in page.segments[0].html
    assert page.segments[1].html.count("#term-due") == 1
    assert page.segments[2].question and "term" not in page.segments[2].question.prompt_html
    assert [entry.key for entry in page.terms] == ["risk", "due"]
    assert page.terms[0].definition_html == "<p>Def <em>risk</em>.</p>"


@pytest.mark.parametrize(
    ("text", "name", "is_found"),
    [
        ("Le TRAVAIL DÉCENT.", "travail décent", True),
        ("les travaux décents", "travail décent", False),
        ("les audits sociaux, l'audit social", "audit social", True),
        ("des plans d’action", "plan d'action", True),
        ("l'auditeur", "audit", False),
        ("la cour", "cours", False),
        ("deux normes", "norme", True),
        ("la CRE", "conduite responsable (CRE)", False),
        ("la conduite responsable", "Conduite responsable (CRE)", True),
        ("des donneurs d'ordre", "Acheteur / donneur d'ordre", True),
        ("due - diligence", "due diligence", False),
    ],
)
def test_terms_are_found_as_whole_words_with_a_plural_s(text: str, name: str, is_found: bool) -> None:
    page = compiled(Prose(text, 1), glossary=(term("t", fr=name),))
    assert bool(page.terms) is is_found


def test_the_longest_term_wins_and_hides_the_shorter_inside() -> None:
    page = compiled(
        Prose("Le plan de vigilance, encore le plan de vigilance.", 1),
        glossary=(term("care", fr="vigilance"), term("plan", fr="plan de vigilance")),
    )
    assert [entry.key for entry in page.terms] == ["plan"]


def test_a_link_to_a_term_counts_as_its_use() -> None:
    page = compiled(Prose("[ici](term:risk) un risque", 1))
    assert page.segments[0].html.count("#term-risk") == 1
    assert [entry.key for entry in page.terms] == ["risk"]


def test_files_have_their_labels_sizes_and_addresses() -> None:
    page = compiled(
        Block(BlockName.AUDIO, "", "Le texte.", 3, media="talk.opus"),
        audio="talk.opus", downloads={"map.svg": "La carte : ici", "none.pdf": "Rien"},
    )  # fmt: skip
    assert page.audio and page.audio.address == f"/media/{'e' * 64}/talk.opus"
    assert [(file.name, file.label, file.address, file.size_bytes) for file in page.downloads] == [
        ("map.svg", "La carte\u202f: ici", f"/media/{'a' * 64}/map.fr.svg", 3_000)
    ]
    assert page.segments[0].audio and page.segments[0].audio.size_bytes == 500_000


def test_each_picture_of_the_page_is_weighed_once() -> None:
    picture = "![a](media/net.png)"
    page = compiled(Prose(f"{picture} {picture}", 1), choice(prompt="![b](media/map.svg) ![c](media/net.png)"))
    assert page.picture_bytes == 23_000
    assert page.segments[1].question and page.segments[1].question.prompt_html.count("lazy") == 2


def test_plain_text_is_for_the_search() -> None:
    page = compiled(Prose("Un *deux*[^a] `x`.\n\n[^a]: Note", 1), choice(), Block(BlockName.KEEP, "", "Trois", 9))
    assert page.plain == "Un deux x.\nTrois\nQui\u202f?\nElle\u202f: oui\nLui"


def test_a_choice_has_options_without_paragraphs() -> None:
    done = compile_question(course(), choice(explanation="Car *oui*."), [], "fr", FRENCH)
    assert done.prompt_html == "<p>Qui\u202f?</p>"
    assert done.label == "Qui\u202f?"
    assert done.explanation_html == "<p>Car <em>oui</em>.</p>"
    assert [(o.html, o.text, o.is_right, o.feedback_html) for o in done.options] == [
        ("Elle\u202f: <em>oui</em>", "Elle\u202f: oui", True, "<p>Bien\u202f!</p>"),
        ("Lui", "Lui", False, ""),
    ]


def test_an_option_is_never_read_as_a_list_or_a_heading() -> None:
    options = (Option("1" * 8, "1. # a", True, "", 3), Option("2" * 8, "- b\nc", False, "", 4))
    done = compile_question(course(), choice(options=options), [], "fr", FRENCH)
    assert [option.html for option in done.options] == ["1. # a", "- b\nc"]


def test_an_option_that_is_a_picture_has_its_alternative_as_text() -> None:
    options = (Option("1" * 8, "![Un filet](media/net.png)", True, "", 3),)
    done = compile_question(course(), choice(options=options), [], "fr", FRENCH)
    assert done.options[0].text == "Un filet"
    assert done.options[0].html.startswith("<img ")


def test_answers_of_every_language_are_accepted() -> None:
    french = Question("k", Kind.SHORT, 1, "Quoi ?", accepted=("l'eau", "H2O"))
    english = Question("k", Kind.SHORT, 1, "What?", accepted=("water", "H2O"))
    done = compile_question(course(), french, [english], "fr", FRENCH)
    assert done.accepted == ("l'eau", "H2O", "water")
    assert done.shown == "l’eau"


def test_blanks_stay_in_the_prompt_and_accept_every_language() -> None:
    def question(text: str) -> Question:
        blanks = (Blank("who", True, (text, "x"), ()), Blank("2", False, (), (Option("a" * 8, "b ?", True, "", 1),)))
        prompt = f"A {BLANK_OPEN}who{BLANK_CLOSE} ? **{BLANK_OPEN}2{BLANK_CLOSE}** {BLANK_OPEN}no{BLANK_CLOSE}"
        return Question("k", Kind.BLANKS, 1, prompt, blanks=blanks)

    done = compile_question(course(), question("elle"), [question("she")], "fr", FRENCH)
    assert done.prompt_html == "<p>A \ue000who\ue001\u202f? <strong>\ue0002\ue001</strong> no</p>"
    assert done.label == "A …\u202f? … no"
    assert done.blanks[0].accepted == ("elle", "x", "she")
    assert (done.blanks[0].shown, done.blanks[1].options[0].html) == ("elle", "b\u202f?")


def test_matching_ordering_and_numbers_are_data() -> None:
    left, right, other = Cell("1", "Un *a*", 1), Cell("2", "Deux", 1), Cell("3", "Trois", 2)
    matching = Question(
        "k",
        Kind.MATCHING,
        1,
        "p",
        left_label="Qui ?",
        right_label="Quoi",
        pairs=(Pair(left, "2"),),
        rights=(right, other),
    )
    done = compile_question(course(), matching, [], "fr", FRENCH)
    assert (done.lefts[0].html, done.lefts[0].text, done.left_label) == ("Un <em>a</em>", "Un a", "Qui\u202f?")
    assert (done.right_of, [cell.id for cell in done.rights]) == ({"1": "2"}, ["2", "3"])
    numeric = Question("k", Kind.NUMERIC, 1, "p", unit="jours", intervals=(Interval(Fraction(1, 3), Fraction(2)),))
    assert compile_question(course(), numeric, [], "fr", FRENCH).intervals == (("1/3", "2"),)
    ordering = Question("k", Kind.ORDERING, 1, "p", items=(left, right), points=Fraction(3, 2))
    assert [cell.id for cell in compile_question(course(), ordering, [], "fr", FRENCH).items] == ["1", "2"]
    assert compile_question(course(), ordering, [], "fr", FRENCH).points == "3/2"


def test_the_whole_sample_compiles_and_comes_back_from_storage() -> None:
    sample = good()
    for language, words in (("fr", FRENCH), ("en", ENGLISH)):
        outline = compile_outline(sample, language, DIRECTORY, words)
        assert load(Outline, dump(outline)) == outline
        assert outline.lessons and all(item.kilobytes > 13 for item in outline.lessons)
        assert outline.institution == "Palabre"
        for each in sample.lessons:
            page = compile_lesson(sample, each, language, words)
            assert load(CompiledLesson, dump(page)) == page
            assert dump(page) == dump(compile_lesson(sample, each, language, words))


def test_an_outline_takes_weights_that_are_known() -> None:
    sample = good()
    weights = {each.key: 1_000_500 for each in sample.lessons}
    outline = compile_outline(sample, "fr", DIRECTORY, FRENCH, weights)
    assert {item.kilobytes for item in outline.lessons} == {1_001 + 13}
    first = next(sample.lessons)
    assert page_bytes(compile_lesson(sample, first, "fr", FRENCH)) > 100


DIGESTED = lesson(
    Prose("Texte ![a](media/map.svg) risque", 5), choice(), Block(BlockName.AUDIO, "", "x", 9, media="talk.opus"),
    downloads={"tool.xlsx": "Outil"},
)  # fmt: skip


def digest(
    change_course: Callable[[Course], Course] = lambda it: it,
    change_text: Callable[[LessonText], LessonText] = lambda it: it,
    language: str = "fr",
    **words: str,
) -> str:
    changed = dataclasses.replace(DIGESTED, texts={"fr": change_text(DIGESTED.texts["fr"]), "en": DIGESTED.texts["fr"]})
    place = change_course(course(glossary=(RISK, DUE)))
    return compile_part_digest(place, changed, language, dataclasses.replace(FRENCH, **words))


def test_an_unchanged_lesson_has_its_digest_whatever_else_changes() -> None:
    assert digest() == digest()
    assert digest() == digest(lambda it: dataclasses.replace(it, level="advanced", texts={}, authors=("A",)))
    assert digest() == digest(lambda it: dataclasses.replace(it, media={**MEDIA, "new.png": Media("new.png", "f", 1)}))
    assert digest() == digest(lambda it: dataclasses.replace(it, media={**MEDIA, "net.png": Media("net.png", "f", 1)}))


@pytest.mark.parametrize("name", ["map.fr.svg", "tool.xlsx", "talk.opus"])
def test_a_file_that_the_lesson_names_decides(name: str) -> None:
    assert digest() != digest(lambda it: dataclasses.replace(it, media={**MEDIA, name: Media(name, "f" * 64, 1)}))
    assert digest() != digest(lambda it: dataclasses.replace(it, media={k: v for k, v in MEDIA.items() if k != name}))


def test_words_slug_language_version_and_glossary_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    digests = {
        digest(),
        digest(note="Renvoi"),
        digest(back="Retour"),
        digest(table="Table"),
        digest(language="en"),
        digest(lambda it: dataclasses.replace(it, slug="other")),
        digest(lambda it: dataclasses.replace(it, glossary=(RISK,))),
        digest(lambda it: dataclasses.replace(it, glossary=(DUE, RISK))),
        digest(lambda it: dataclasses.replace(it, glossary=(RISK, term("due", fr="Vigilance")))),
        digest(
            lambda it: dataclasses.replace(
                it, glossary=(dataclasses.replace(RISK, texts={"fr": TermText("Risque", "Autre", 1)}), DUE)
            )
        ),
    }
    monkeypatch.setattr(compiler, "COMPILER_VERSION", 99)
    assert len(digests | {digest()}) == 11


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Autre"}, {"summary": "Autre"}, {"objectives": ()}, {"audio": "talk.opus"}, {"downloads": {}},
        {"downloads": {"tool.xlsx": "Autre"}}, {"words": 1_000}, {"body": DIGESTED.texts["fr"].body[:1]},
        {"body": (Prose("Texte ![a](media/map.svg) risques", 5), *DIGESTED.texts["fr"].body[1:])},
        {"body": (DIGESTED.texts["fr"].body[0], choice(points=Fraction(2)), DIGESTED.texts["fr"].body[2])},
    ],
)  # fmt: skip
def test_any_text_of_the_lesson_decides_in_every_language(change: dict[str, Any]) -> None:
    assert digest() != digest(change_text=lambda it: dataclasses.replace(it, **change))
    assert digest(language="en") != digest(change_text=lambda it: dataclasses.replace(it, **change), language="en")


@pytest.mark.parametrize("target", ["media/map&#46;svg", "media\\/map.svg", "media/ma\\p.svg", "med&#105;a/map.svg"])
def test_media_cannot_be_named_in_a_way_that_the_digest_would_miss(target: str) -> None:
    assert Addresses(course(), "fr").of(target) is None
    assert Addresses(course(), "fr").media(target) is None
