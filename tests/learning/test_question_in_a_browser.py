"""Questions are answered by keyboard, on a phone without script and in place where there is script."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.assessment.made import id_of
from tests.browser import LiveServer
from tests.learning.test_question import LESSON, QUESTIONS
from tests.markup import accessibility_problems, html_problems

pytestmark = pytest.mark.browser
ANSWERS = {
    "who": f"answer={id_of('L’entreprise')}",
    "table": f"answer={id_of('Vrai')}",
    "sawmill": f"answer={id_of('Un article')}&answer={id_of('Des heures non payées')}",
    "texts": f"answer.{id_of('Principes directeurs')}={id_of('OIT')}",
    "steps": "&".join(f"answer={id_of(text)}" for text in ("Dire", "Prévenir", "Suivre", "Repérer")),
    "children": "answer=138",
    "first": "answer=x",
    "gaps": "answer.1=people",
    "reason": f"answer={id_of('La loi')}",
}


def test_a_phone_without_script_answers_and_comes_back(asking_server: LiveServer, french_phone: Page) -> None:
    phone = french_phone
    phone.goto(f"{asking_server.url}/fr/{LESSON}")
    phone.locator("#question-who label").filter(has_text="Les deux garçons").click()
    phone.locator("#question-who button").click()
    assert phone.url.endswith("&check=1#answer")
    expect(phone.locator("#answer")).to_be_in_viewport()
    expect(phone.locator("#answer p").first).to_have_text("Juste")
    phone.locator("[data-back]").click()
    assert phone.url.endswith(f"/fr/{LESSON}#question-who")


def test_a_phone_without_script_puts_lines_in_order(asking_server: LiveServer, french_phone: Page) -> None:
    phone = french_phone
    phone.goto(f"{asking_server.url}/fr/{LESSON}")
    for place, text in enumerate(("Repérer", "Prévenir", "Suivre", "Dire")):
        for _ in range(4):
            texts = phone.locator("#question-steps .order li > span").all_inner_texts()
            if texts.index(text) == place:
                break
            phone.locator("#question-steps .order li").filter(has_text=text).locator("[name=up]").click()
            expect(phone.locator("[role=status]")).to_contain_text(text)
            assert phone.evaluate("document.activeElement.classList.contains('step')")
    phone.locator("#question-steps [name=check]").click()
    expect(phone.locator("#answer p").first).to_have_text("Juste")


def test_with_script_the_verdict_takes_the_place_of_the_options(
    asking_server: LiveServer, english_desktop: Page
) -> None:
    page = english_desktop
    page.goto(f"{asking_server.url}/en/{LESSON}")
    asked = page.locator("#question-who")
    page.locator("#who\\.1").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    verdict = asked.locator(".wrong, .right")
    expect(verdict).to_be_focused()
    expect(asked.get_by_text("Who is at risk first?")).to_be_visible()
    expect(asked.locator(".option").first).to_be_hidden()
    expect(asked.locator("[data-back]")).to_have_count(0)
    assert page.url == f"{asking_server.url}/en/{LESSON}"
    asked.get_by_text("Try this question again").click()
    expect(verdict).to_have_count(0)
    expect(asked.locator("input:checked")).to_be_focused()


def test_with_script_an_empty_answer_is_asked_for_in_place(asking_server: LiveServer, english_desktop: Page) -> None:
    page = english_desktop
    page.goto(f"{asking_server.url}/en/{LESSON}")
    asked = page.locator("#question-children")
    asked.locator("input").fill("12 or 13")
    asked.locator("input").press("Enter")
    expect(asked.locator(".errors")).to_be_focused()
    expect(asked.locator(".errors")).to_contain_text("“12 or 13”")
    expect(asked.locator("input")).to_have_attribute("aria-invalid", "true")
    asked.locator(".errors a").click()
    expect(asked.locator("input")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("139")
    page.keyboard.press("Enter")
    expect(asked.locator(".right")).to_contain_text("139")
    expect(asked.locator(".errors")).to_have_count(0)
    expect(asked.locator("[aria-invalid]")).to_have_count(0)


def test_the_ends_of_an_order_show_no_arrow_that_leads_nowhere(asking_server: LiveServer, french_phone: Page) -> None:
    french_phone.goto(f"{asking_server.url}/fr/{LESSON}")
    lines = french_phone.locator("#question-steps .order li")
    expect(lines.first.locator("[name=up]")).to_be_hidden()
    expect(lines.first.locator("[name=down]")).to_be_visible()
    expect(lines.last.locator("[name=down]")).to_be_hidden()


def test_with_script_the_other_language_opens_at_the_question_one_was_at(
    asking_server: LiveServer, english_desktop: Page
) -> None:
    page = english_desktop
    page.goto(f"{asking_server.url}/en/{LESSON}")
    page.locator("#question-children input").focus()
    page.locator(".lang a").click()
    assert page.url == f"{asking_server.url}/fr/{LESSON}#question-children"
    expect(page.locator("#question-children")).to_be_in_viewport()


def test_paper_has_lines_to_write_on_and_what_may_be_chosen(asking_server: LiveServer, english_desktop: Page) -> None:
    page = english_desktop
    page.goto(f"{asking_server.url}/en/{LESSON}")
    choices = page.locator("#question-texts").get_by_text("To choose from:")
    expect(choices).to_be_hidden()
    page.emulate_media(media="print")
    expect(choices).to_be_visible()
    assert page.locator(".step:visible").count() == 0
    expect(page.get_by_text("Move each line to its place with the arrows.")).to_be_hidden()
    expect(page.get_by_text("Number the lines from 1 to 4.")).to_be_visible()
    assert page.locator("#question-steps").evaluate("part => getComputedStyle(part).breakInside") == "avoid"


def test_a_verdict_keeps_its_shape_on_paper(asking_server: LiveServer, english_desktop: Page) -> None:
    page = english_desktop
    page.goto(f"{asking_server.url}/en/{LESSON}/questions/who?{ANSWERS['who']}&check=1")
    page.emulate_media(media="print")
    shape = "part => getComputedStyle(part, '::before').getPropertyValue('-webkit-print-color-adjust')"
    assert page.locator("#answer p").first.evaluate(shape) == "exact"


def test_with_script_a_line_moves_without_a_request_and_says_where(
    asking_server: LiveServer, english_desktop: Page
) -> None:
    page = english_desktop
    page.goto(f"{asking_server.url}/en/{LESSON}")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if "/static/" not in request.url else None)
    asked = page.locator("#question-steps")
    text = asked.locator(".order li > span").first.inner_text()
    asked.locator("[name=down]").first.focus()
    for place in (2, 3, 4, 4, 4):
        page.keyboard.press("Enter")
        expect(asked.locator("[role=status]")).to_have_text(f"“{text}” is now number {place} of 4.")
    assert page.evaluate("[document.activeElement.name, document.activeElement.ariaDisabled]") == ["down", "true"]
    assert asked.locator(".order li > span").last.inner_text() == text
    assert requests == []


def test_without_network_the_answer_stays_and_a_message_says_so(asking_server: LiveServer, chromium: object) -> None:
    context = chromium.new_context(locale="en-GB")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{asking_server.url}/en/{LESSON}")
    asked = page.locator("#question-gaps")
    asked.locator("input").fill("people")
    context.set_offline(True)
    asked.locator("[name=check]").click()
    expect(asked.locator("[role=status]")).to_contain_text("There is no network")
    expect(asked.locator("input")).to_have_value("people")
    context.set_offline(False)
    asked.locator("[name=check]").click()
    expect(asked.locator(".partly")).to_be_focused()
    context.close()


@pytest.mark.parametrize(("run", "language"), [(0, "fr"), (1, "en")])
def test_everyone_can_use_every_question_and_every_verdict(
    asking_server: LiveServer, english_desktop: Page, run: int, language: str
) -> None:
    """Each of them in both languages and in both widths; widths take turns, so that each language has both."""
    page = english_desktop
    answered = [f"/questions/{key}?{answer}&check=1" for key, answer in ANSWERS.items()]
    problems = []
    for place, path in enumerate(("", "/questions/who?check=1", "/questions/children?check=1", *answered)):
        width = (320, 1280)[(run + place) % 2]
        address = f"{asking_server.url}/{language}/{LESSON}{path}"
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(address)
        problems += accessibility_problems(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert problems == []


@pytest.mark.java
def test_every_page_is_valid_html(asker: FlaskClient, tmp_path: Path) -> None:
    pages = {
        f"{language}-{key}-{number}": asker.get(f"/{language}/{LESSON}/questions/{key}?{query}").text
        for language in ("fr", "en")
        for key in QUESTIONS
        for number, query in enumerate(("", "check=1", ANSWERS[key] + "&check=1"))
    }
    assert all(re.search("</main>", text) for text in pages.values())
    assert html_problems(pages, tmp_path / "pages") == []
