"""A lesson's question has an address of its own, which says what an answer is worth and keeps nothing."""

import re
from collections.abc import Callable
from html import unescape

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.assessment.made import id_of, numeric

LESSON = "courses/asking/lessons/kinds"
QUESTIONS = ["who", "table", "sawmill", "texts", "steps", "children", "first", "gaps", "reason"]


def page(asker: FlaskClient, key: str, query: str = "", language: str = "en") -> str:
    reply = asker.get(f"/{language}/{LESSON}/questions/{key}?{query}")
    assert reply.status_code == 200
    return reply.text


def words(html: str) -> str:
    """What a reader sees of the main part, on one line, every space a plain one."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])).split())


def answer(*texts: str) -> str:
    return "&".join(f"answer={id_of(text)}" for text in texts) + "&check=1"


@pytest.mark.parametrize("key", QUESTIONS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_question_can_be_asked_by_itself(asker: FlaskClient, key: str, language: str) -> None:
    html = page(asker, key, language=language)
    assert html.count("<h1>") == 1
    assert "<form" in html
    assert 'id="answer"' not in html


@pytest.mark.parametrize(
    ("key", "query", "verdict"),
    [
        ("who", answer("Les deux garçons"), "Right"),
        ("who", answer("L’acheteur"), "Not yet"),
        ("table", answer("Faux"), "Not yet"),
        ("sawmill", answer("Une lame sans carter", "Un garçon de nuit", "Un client perdu"), "Partly right"),
        ("texts", f"answer.{id_of('Principes directeurs')}={id_of('Nations Unies')}&check=1", "Partly right"),
        ("steps", answer("Repérer", "Prévenir", "Suivre", "Dire"), "Right"),
        ("steps", answer("Prévenir", "Repérer", "Suivre", "Dire"), "Partly right"),
        ("children", "answer=136&check=1", "Right"),
        ("children", "answer=141&check=1", "Not yet"),
        ("first", "answer=the+PEOPLE&check=1", "Right"),
        ("first", "answer=les+personnes&check=1", "Right"),
        ("gaps", f"answer.1=people&answer.2={id_of('banques')}&check=1", "Partly right"),
        ("reason", answer("La loi"), "Thank you"),
    ],
)
def test_an_answer_gets_its_verdict(asker: FlaskClient, key: str, query: str, verdict: str) -> None:
    html = page(asker, key, query)
    assert f'.verdict">{verdict}' in html or f'.verdict"><strong>{verdict}' in html
    assert html.count("<h1>") == 1
    assert f"<title>{verdict} – " in html
    assert f'href="/en/{LESSON}#question-{key}"' in html


def test_every_option_is_explained_and_named_in_words(asker: FlaskClient) -> None:
    shown = words(page(asker, "who", answer("L’entreprise")))
    assert "The company Your answer Not first." in shown
    assert "The two boys Right answer Yes." in shown
    assert "Severity for people decides." in shown


def test_several_right_answers_are_counted(asker: FlaskClient) -> None:
    shown = words(page(asker, "sawmill", answer("Une lame sans carter", "Un garçon de nuit", "Un client perdu")))
    assert "2 right answers out of 3. 1 tick too many." in shown
    assert "A blade without a guard Your answer, right" in shown
    assert "A client lost Your answer" in shown
    assert "Hours unpaid Right answer" in shown


def test_a_wrong_order_says_where_each_thing_stood(asker: FlaskClient) -> None:
    shown = words(page(asker, "steps", answer("Prévenir", "Repérer", "Suivre", "Dire")))
    assert "2 lines out of 4 are in their place." in shown
    assert "Identify You had it at number 2" in shown
    assert "Track In its place" in shown


@pytest.mark.parametrize(
    ("language", "typed", "echo"),
    [
        ("en", "1,000", "1,000 million"),
        ("en", "27.6", "27.6 million"),
        ("fr", "27,6", "27,6 millions"),
        ("fr", "1 000", "1 000 millions"),
        ("fr", "1,000", "1 millions"),
    ],
)
def test_a_number_is_echoed_as_it_was_read(asker: FlaskClient, language: str, typed: str, echo: str) -> None:
    assert echo in words(page(asker, "children", f"answer={typed}&check=1", language))


def test_all_that_is_right_is_told_with_a_number(asker: FlaskClient) -> None:
    assert "The answer: from 136 to 140 million" in words(page(asker, "children", "answer=1&check=1"))


@pytest.mark.parametrize("key", QUESTIONS)
def test_an_empty_answer_is_asked_for_gently(asker: FlaskClient, key: str) -> None:
    html = page(asker, key, "check=1")
    assert 'class="errors"' in html
    assert f'href="#{key}.1"' in html
    assert f'id="{key}.1"' in html
    assert 'id="answer"' not in html


def test_what_could_not_be_read_stays_in_its_field(asker: FlaskClient) -> None:
    html = page(asker, "children", "answer=12+or+%3C13%3E&check=1")
    assert "We could not read “12 or &lt;13&gt;” as one number" in html
    assert 'value="12 or &lt;13&gt;"' in html


def test_the_title_says_what_is_the_matter(asker: FlaskClient) -> None:
    assert "<title>This number could not be read – " in page(asker, "children", "answer=12+or+13&check=1")
    assert "<title>There is no answer yet – " in page(asker, "children", "check=1")


@pytest.mark.parametrize("key", QUESTIONS)
def test_no_heading_comes_before_the_first(asker: FlaskClient, key: str) -> None:
    for query in ("", "check=1"):
        assert re.findall(r"<h(\d)", page(asker, key, query))[0] == "1"


def test_a_share_is_not_a_count(asker: FlaskClient) -> None:
    html = page(asker, "children", "answer=138+%25&check=1")
    assert "We could not read “138 %” as one number" in html


@pytest.mark.parametrize(
    ("interval", "french", "english"), [(("136", "140"), "12.", "12."), (("5/2", "5/2"), "12,5.", "12.5.")]
)
def test_an_example_of_a_number_is_as_whole_as_the_answer_and_written_as_the_language_does(
    asking_app: Flask, interval: tuple[str, str], french: str, english: str
) -> None:
    asked = numeric(interval)
    for path, shown in (("/fr/", f"par exemple {french}"), ("/en/", f"for example {english}")):
        with asking_app.test_request_context(path):
            form = asking_app.jinja_env.get_template("components/question.html").make_module()
            assert shown in form.question_form(asked, "/x")  # type: ignore[attr-defined]


def test_what_is_private_is_to_be_copied_before_leaving(asker: FlaskClient) -> None:
    assert "Copy it before you answer another question" in asker.get(f"/en/{LESSON}").text


def test_paper_shows_what_may_be_chosen(asker: FlaskClient) -> None:
    assert "To choose from: " in page(asker, "texts")
    chosen = re.findall(r'<p class="print">To choose from: ([^<]+)</p>', page(asker, "texts"))[0].split(" / ")
    assert set(chosen) == {"United Nations", "ILO", "African Union"}
    listed = re.findall(r'<span class="print"> \(([^<]+)\)</span>', page(asker, "gaps"))[0].split(" / ")
    assert set(listed) == {"buyers", "inspectors", "banks"}
    assert '<p class="print">Number the lines from 1 to 4.</p>' in page(asker, "steps")


def test_trying_again_keeps_the_answer(asker: FlaskClient) -> None:
    html = page(asker, "gaps", f"answer.1=people&answer.2={id_of('banques')}&check=1")
    (again,) = re.findall(r'href="([^"]+)" data-again', html)
    form = asker.get(again.replace("&amp;", "&")).text
    assert 'value="people"' in form
    assert f'<option value="{id_of("banques")}" selected>' in form


def test_a_button_moves_a_line_and_keeps_its_place_in_hand(asker: FlaskClient) -> None:
    order = re.findall(r'type="hidden" name="answer" value="(\w+)"', page(asker, "steps"))
    fields = "&".join(f"answer={item}" for item in order)
    html = page(asker, "steps", f"{fields}&down={order[0]}")
    moved = re.findall(r'type="hidden" name="answer" value="(\w+)"', html)
    assert moved == [order[1], order[0], *order[2:]]
    assert "is now number 2 of 4." in html
    assert re.search(rf'name="down" value="{order[0]}"[^>]* autofocus', html)
    assert html.count("autofocus") == 1


def test_a_line_that_arrives_at_the_end_keeps_its_button_in_hand_without_effect(asker: FlaskClient) -> None:
    order = re.findall(r'type="hidden" name="answer" value="(\w+)"', page(asker, "steps"))
    fields = "&".join(f"answer={item}" for item in order)
    html = page(asker, "steps", f"{fields}&down={order[2]}")
    assert re.search(rf'name="down" value="{order[2]}"[^>]* aria-disabled="true" autofocus', html)
    assert html.count("autofocus") == 1
    moved = re.findall(r'type="hidden" name="answer" value="(\w+)"', html)
    fields = "&".join(f"answer={item}" for item in moved)
    again = page(asker, "steps", f"{fields}&down={order[2]}")
    assert re.findall(r'type="hidden" name="answer" value="(\w+)"', again) == moved


def test_an_order_is_never_offered_already_made(asker: FlaskClient) -> None:
    order = re.findall(r'type="hidden" name="answer" value="(\w+)"', page(asker, "steps"))
    assert order != [id_of(text) for text in ("Repérer", "Prévenir", "Suivre", "Dire")]


@pytest.mark.parametrize("key", QUESTIONS)
def test_both_languages_offer_the_same_in_the_same_order(asker: FlaskClient, key: str) -> None:
    offered = [re.findall(r'(?:name|value)="([\w.]+)"', page(asker, key, language=one)) for one in ("fr", "en")]
    assert offered[0] == offered[1]


@pytest.mark.parametrize("key", ["nothing", "gift"])
def test_what_has_no_answer_has_no_page(asker: FlaskClient, key: str) -> None:
    assert asker.get(f"/en/{LESSON}/questions/{key}").status_code == 404


def test_a_lesson_that_is_not_there_has_no_question(asker: FlaskClient) -> None:
    assert asker.get("/en/courses/asking/lessons/other/questions/who").status_code == 404


def test_the_page_says_no_more_to_search_engines(asker: FlaskClient) -> None:
    assert '<meta name="robots" content="noindex">' in page(asker, "who", answer("L’acheteur"))


def test_nothing_is_kept_and_nothing_is_sent_twice(asker: FlaskClient) -> None:
    address = f"/en/{LESSON}/questions/who?{answer('L’acheteur')}"
    first = asker.get(address)
    assert "Set-Cookie" not in first.headers
    again = asker.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "query",
    [
        "answer=%00",
        "answer.1=" + "x" * 1500,
        "answer=" + "9" * 1500,
        "up=x&down=y",
        "check",
        "&".join(["answer=x"] * 200),
    ],
)
@pytest.mark.parametrize("key", QUESTIONS)
def test_no_query_breaks_the_page(asker: FlaskClient, key: str, query: str) -> None:
    assert asker.get(f"/en/{LESSON}/questions/{key}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_page_weighs_little_and_costs_two_queries(
    asking_app: Flask, asker: FlaskClient, queries: Callable[..., object], key: str
) -> None:
    with queries(asking_app) as statements:
        html = page(asker, key, "check=1")
    assert len(statements) <= 2, str(statements)
    assert len(brotli.compress(html.encode(), quality=4)) <= 6_000


def test_no_id_stands_twice_in_a_lesson(asker: FlaskClient) -> None:
    ids = re.findall(r'\sid="([^"]+)"', asker.get(f"/en/{LESSON}").text)
    assert len(ids) == len(set(ids))
    assert {f"question-{key}" for key in [*QUESTIONS, "gift"]} <= set(ids)


def test_what_is_private_stands_outside_every_form(asker: FlaskClient) -> None:
    html = asker.get(f"/en/{LESSON}").text
    before, _, after = html.partition('<textarea id="gift.1"')
    assert after
    assert before.count("<form") == before.count("</form")
    assert "name=" not in after.partition(">")[0]


def test_what_is_not_one_paragraph_stands_outside_the_legend(asker: FlaskClient) -> None:
    html = page(asker, "who")
    assert html.index("</ol>") < html.index("<legend>")
    assert "<legend><h1>Who is at risk <em>first</em>?</h1></legend>" in html
    assert '<fieldset aria-describedby="table.scene"><legend><h1>Your answer</h1></legend>' in page(asker, "table")
