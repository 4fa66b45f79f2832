"""The command line words refusals in its reader's language, with their values."""

from pathlib import Path

import pytest

from lms import console
from lms.errors import Refusal


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small French catalogue in place of the project's."""
    from lms.catalogues import compile_stale

    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "No course is called %(slug)s."\nmsgstr "Aucun cours ne s’appelle %(slug)s."\n',
        encoding="utf-8",
    )
    compile_stale(tmp_path)
    monkeypatch.setattr(console.standard, "_localedirs", {"messages": str(tmp_path)})


REFUSAL = Refusal("No course is called %(slug)s.", slug="x")


def test_a_refusal_is_worded_in_the_language_of_the_environment(french, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LC_ALL", "fr_CI.UTF-8")
    assert console.worded(REFUSAL) == "Aucun cours ne s’appelle x."
    monkeypatch.setenv("LC_ALL", "C")
    assert console.worded(REFUSAL) == "No course is called x."


def test_a_language_that_is_asked_for_wins(french, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("LANGUAGE", "")
    console.speak("fr")
    assert console.worded(REFUSAL) == "Aucun cours ne s’appelle x."


def test_a_refusal_without_values_may_hold_a_percent_sign() -> None:
    assert console.worded(Refusal("100% of it")) == "100% of it"
    assert str(Refusal("100% of it")) == "100% of it"
