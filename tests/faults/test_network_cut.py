"""The network is cut after every click of a quiz, the tab closed and opened again, the network comes back: nothing is
lost, and the clock of the phone does not matter.
"""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from lms.assessment.models import Attempt
from lms.db import db
from tests.browser import LiveServer, nobody_answers
from tests.faults.phone import ANSWERS, NAMES, Phone, answers
from tests.learning.test_answers_on_a_phone import STORED


@pytest.mark.browser
@pytest.mark.parametrize("clicks", [2, pytest.param(len(NAMES), marks=pytest.mark.slow)])
def test_cut_after_every_click_with_the_tab_closed_and_opened_again(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext, clicks: int
) -> None:
    held = Phone(phone, quiz_server, quiz_site)
    held.await_pages()
    for number in range(clicks):
        held.open(number)
        phone.set_offline(True)
        assert held.chosen() == ""  # the options of every question have the same ids
        held.choose(ANSWERS[number])
        held.is_told("here")
        address = held.page.url
        held.page.close()
        held.page = phone.new_page()
        held.page.goto(address)
        assert held.chosen() == ANSWERS[number]
        held.is_told("here")
    phone.set_offline(False)
    held.is_told("saved")
    found = answers(quiz_site, held.learner)
    assert {key: words for key, (words, _) in found.items()} == {
        f"l-{name}": words for name, words in list(zip(NAMES, ANSWERS, strict=True))[:clicks]
    }
    assert all(version == 1 for _, version in found.values())
    assert held.page.evaluate(STORED) == "[]"


@pytest.mark.browser
def test_what_leaves_from_the_page_of_another_question_says_nothing_of_this_one(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = Phone(phone, quiz_server, quiz_site)
    with nobody_answers(quiz_site, "/keep"):
        held.choose("Yes")
        held.is_told("unsent")
    held.open(1)  # opened before another device answers it
    held.is_told("saved")  # the first one has left from here
    learner = held.learner
    learner.get(f"{held.attempt.removeprefix(quiz_server.url)}/questions/l-two")
    learner.send(answer=learner.option("No"))
    held.choose("Maybe")
    held.is_told("stopped")
    assert answers(quiz_site, learner) == {"l-one": ("Yes", 1), "l-two": ("No", 1)}
    held.press("Answer")
    assert "Two different answers" in held.page.locator("h1").inner_text()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("clicks", [3, len(NAMES)])
def test_a_whole_quiz_without_a_network_leaves_at_once_when_it_is_back(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext, clicks: int
) -> None:
    held = Phone(phone, quiz_server, quiz_site)
    held.await_pages()
    phone.set_offline(True)
    for number in range(clicks):
        assert held.page.url.endswith(f"/l-{NAMES[number]}")
        assert held.chosen() == ""
        held.choose(ANSWERS[number])
        held.is_told("here")
        held.press("Answer")
    held.page.close()
    held.page = phone.new_page()
    held.page.goto(held.attempt)
    held.is_told("here")
    held.page.locator("main form button", has_text="Send my answers").click()
    held.is_told("here")  # not handed in without what is on the phone
    phone.set_offline(False)
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {f"l-{NAMES[number]}": (ANSWERS[number], 1) for number in range(clicks)}
    held.page.reload()
    held.press("Send my answers")
    assert held.page.url.endswith("/result")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_is_wrong_by_a_day_changes_nothing(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext, hours: int
) -> None:
    phone.clock.install(time=datetime.now(UTC) + timedelta(hours=hours))
    held = Phone(phone, quiz_server, quiz_site)
    held.await_pages()
    phone.set_offline(True)
    held.choose("Yes")
    held.is_told("here")
    address = held.page.url
    held.page.close()
    held.page = phone.new_page()
    held.page.goto(address)
    phone.set_offline(False)
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {"l-one": ("Yes", 1)}
    with quiz_site.app_context():
        attempt = db.session.query(Attempt).one()
        assert attempt.closed_at is None and attempt.deadline_at is not None
        assert abs(attempt.deadline_at - datetime.now(UTC) - timedelta(minutes=30)) < timedelta(minutes=2)


@pytest.mark.browser
@pytest.mark.slow
def test_without_script_the_button_keeps_each_answer_and_a_cut_loses_only_what_was_not_sent(
    quiz_site: Flask, quiz_server: LiveServer, chromium: Browser
) -> None:
    plain = chromium.new_context(locale="en-GB", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    try:
        held = Phone(plain, quiz_server, quiz_site)
        held.choose("Yes")
        held.press("Answer")
        assert held.page.url.endswith("/l-two")
        held.choose("No")
        plain.set_offline(True)
        held.page.locator("main form button", has_text="Answer").click()
        held.page.wait_for_timeout(300)
        plain.set_offline(False)
        held.open(1)
        assert held.chosen() == ""
        held.choose("Maybe")
        held.press("Answer")
        assert answers(quiz_site, held.learner) == {"l-one": ("Yes", 1), "l-two": ("Maybe", 1)}
    finally:
        plain.close()
