"""Legal texts: those that come with the software can be written on, and what is written becomes harmless HTML."""

import re

import pytest
from flask import Flask, render_template

from lms.settings.prefilling import markdown_of
from lms.settings.rendering import page_of
from lms.web.locale import speaking


def words(html: str) -> str:
    """HTML without the line ends and indentation that templates leave."""
    return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", "", html)).replace("&#39;", "'").replace("&#34;", '"').strip()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", ["accounts/privacy.html", "catalog/notice.html"])
def test_the_shipped_text_becomes_markdown_that_renders_to_itself(app: Flask, template: str, language: str) -> None:
    with app.test_request_context(f"/{language}/legal"), speaking(language):
        html = render_template(template, address="https://palabre.example")
    again = page_of(markdown_of(html), language)
    assert "<p>" in again
    assert words(again) == words(html)


def test_what_could_do_harm_does_not_pass() -> None:
    html = page_of(
        "<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://b.example) [c](/fr/help) [d](//evil.example)"
        "\n\n<style>p{}</style>\n\n# One\n\n## Two",
        "en",
    )
    assert "<img" not in html and "<style" not in html and "javascript" not in html and 'href="//' not in html
    assert '<a href="https://b.example">b</a>' in html and '<a href="/fr/help">c</a>' in html
    assert "<h2" not in html and "<h1" not in html


def test_a_long_text_costs_no_more_than_its_length() -> None:
    for text in ("[" * 19_000, "*" * 19_000, "- " * 9_000, "> " * 9_000, "`" * 19_000):
        page_of(text, "fr")
