"""A browser that refuses to keep anything, or whose storage is wiped in mid-quiz: what is said is true, and what is
on the open page is not lost.
"""

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from tests.browser import LiveServer
from tests.faults.phone import Phone, answers
from tests.learning.test_answers_on_a_phone import STORED

REFUSES = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.browser
def test_storage_that_refuses_costs_no_answer_and_promises_nothing(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    phone.add_init_script(REFUSES)
    held = Phone(phone, quiz_server, quiz_site)
    held.choose("Yes")
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {"l-one": ("Yes", 1)}
    held.await_pages()
    phone.set_offline(True)
    held.choose("No")
    held.is_told("open")
    expect(held.page.locator(".saving")).to_contain_text("this browser keeps nothing")
    address = held.page.url
    held.page.locator("main form button", has_text="Answer").click()
    held.page.wait_for_timeout(300)
    assert held.page.url == address  # it does not lead away from what is here only
    assert held.chosen() == "No"
    phone.set_offline(False)
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {"l-one": ("No", 2)}
    held.press("Answer")
    assert held.page.url.endswith("/l-two")


@pytest.mark.browser
@pytest.mark.slow
def test_storage_wiped_in_mid_quiz_costs_no_answer_of_the_open_page(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = Phone(phone, quiz_server, quiz_site)
    held.choose("Yes")
    held.is_told("saved")
    phone.set_offline(True)
    held.choose("No")
    held.is_told("here")
    held.page.evaluate("localStorage.clear()")
    phone.set_offline(False)
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {"l-one": ("No", 2)}
    assert held.page.evaluate(STORED) == "[]"


@pytest.mark.browser
@pytest.mark.slow
def test_everything_wiped_in_mid_quiz_leaves_what_the_site_has(
    quiz_site: Flask, quiz_server: LiveServer, phone: BrowserContext
) -> None:
    held = Phone(phone, quiz_server, quiz_site)
    held.choose("Yes")
    held.is_told("saved")
    held.press("Answer")
    held.page.evaluate(
        "async () => { localStorage.clear(); for (const name of await caches.keys()) await caches.delete(name);"
        " for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister(); }"
    )
    phone.clear_cookies()
    held.choose("No")
    held.is_told("signedOut")
    held.sign_in()  # what signing in again does to the phone
    held.page.reload()
    held.is_told("saved")
    assert answers(quiz_site, held.learner) == {"l-one": ("Yes", 1), "l-two": ("No", 1)}
    held.open(0)
    assert held.chosen() == "Yes"
