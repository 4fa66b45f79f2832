"""Two devices give different answers to one question: both are shown, one is chosen, and the quiz can be handed in."""

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser import LiveServer, nobody_answers
from tests.faults.phone import Phone, answers
from tests.learning.quizzing import Learner
from tests.learning.test_answers_on_a_phone import PAGES_KEPT, STORED

SHOWN = "Two different answers: choose one"


def on_the_other(held: Phone, question: str, words: str) -> None:
    """Answer a question on another device, without script."""
    other = held.learner
    other.get(f"{held.attempt.removeprefix(held.server.url)}/questions/{question}")
    other.send(answer=other.option(words))
    assert other.status == 200


def disagreeing(phone: BrowserContext, server: LiveServer, app: Flask) -> Phone:
    """A phone that has said Yes without a network, where another device has said No meanwhile."""
    held = Phone(phone, server, app)
    held.await_pages()
    phone.set_offline(True)
    held.choose("Yes")
    held.is_told("here")
    on_the_other(held, "l-one", "No")
    phone.set_offline(False)
    held.is_told("stopped")
    assert answers(app, held.learner)["l-one"] == ("No", 1)
    return held


@pytest.mark.browser
@pytest.mark.slow
def test_what_the_other_device_saved_is_kept_and_the_quiz_handed_in(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = disagreeing(phone, quiz_server, quiz_site)
    held.press("Answer")
    expect(held.page.locator("h1")).to_have_text(SHOWN)
    held.press("Keep what was saved")
    assert held.page.evaluate(STORED) == "[]"
    held.press("Send my answers")
    assert held.page.url.endswith("/result")
    assert answers(quiz_site, held.learner) == {"l-one": ("No", 1)}


@pytest.mark.browser
@pytest.mark.slow
def test_what_was_given_here_is_kept_when_it_is_chosen(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = disagreeing(phone, quiz_server, quiz_site)
    held.page.reload()
    held.is_told("stopped")
    held.press("Answer")
    expect(held.page.locator("h1")).to_have_text(SHOWN)
    held.press("Save what I gave just now")
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {"l-one": ("Yes", 2)}
    assert held.page.evaluate(STORED) == "[]"


@pytest.mark.browser
def test_who_goes_on_without_choosing_is_asked_before_handing_in_and_loses_no_other_answer(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = disagreeing(phone, quiz_server, quiz_site)
    held.open(1)
    held.is_told("stopped")
    held.choose("Maybe")
    held.page.wait_for_timeout(300)
    assert answers(quiz_site, held.learner) == {"l-one": ("No", 1), "l-two": ("Maybe", 1)}
    held.page.goto(held.attempt)
    held.is_told("stopped")
    held.press("Send my answers")
    expect(held.page.locator("h1")).to_have_text(SHOWN)
    held.press("Keep what was saved")
    held.press("Send my answers")
    assert held.page.url.endswith("/result")


@pytest.mark.browser
@pytest.mark.slow
def test_an_answer_changed_after_it_was_refused_is_asked_about_once_more(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = disagreeing(phone, quiz_server, quiz_site)
    held.choose("Maybe")
    held.page.wait_for_timeout(300)
    held.is_told("stopped")
    held.press("Answer")
    expect(held.page.locator("h1")).to_have_text(SHOWN)
    held.press("Save what I gave just now")
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {"l-one": ("Maybe", 2)}


@pytest.mark.browser
@pytest.mark.slow
def test_a_reply_lost_before_another_device_saved_does_not_pass_for_what_is_there(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = Phone(phone, quiz_server, quiz_site)
    with nobody_answers(quiz_site, "/keep", though_done=True):
        held.choose("Yes")
        held.is_told("unsent")
        assert answers(quiz_site, held.learner) == {"l-one": ("Yes", 1)}
        on_the_other(held, "l-one", "No")
    held.page.locator(".saving-again button").click()
    held.is_told("stopped")
    held.press("Answer")
    expect(held.page.locator("h1")).to_have_text(SHOWN)
    assert answers(quiz_site, held.learner) == {"l-one": ("No", 2)}


@pytest.mark.browser
def test_the_next_person_on_the_device_sees_and_sends_nothing_after_a_sign_out_with_unsent_answers(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    first = Phone(phone, quiz_server, quiz_site)
    with nobody_answers(quiz_site, "/keep"):
        first.choose("Yes")
        first.is_told("unsent")
        address = first.page.url
        # A browser that knows no Clear-Site-Data: the page itself takes away what it kept.
        phone.route("**/sign-out", _without_its_header)
        first.page.goto(f"{quiz_server.url}/en/account")
        first.page.click("form[action$='/sign-out'] button")
        expect(first.page.locator("[data-leaving]")).to_be_visible()
        with first.page.expect_navigation():
            first.page.click("form[action$='/sign-out'] button")
        assert first.page.evaluate(STORED) == "[]"
        assert first.page.evaluate(PAGES_KEPT) == 0
        first.page.close()
    second = Phone(phone, quiz_server, quiz_site, Learner(quiz_site, "en"))
    assert second.chosen() == ""
    assert second.page.evaluate(STORED) == "[]"
    reply = second.page.goto(address)
    assert reply is not None and reply.status == 404
    assert answers(quiz_site, first.learner) == answers(quiz_site, second.learner) == {}


def _without_its_header(route: Route) -> None:
    reply = route.fetch(max_redirects=0)
    headers = {name: value for name, value in reply.headers.items() if name != "clear-site-data"}
    route.fulfill(response=reply, headers=headers)
