"""The register of processing says what is held, in both languages, on a page and on the console."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale, gettext

from lms.accounts.models import Role
from lms.privacy.queries import MEASURES, holdings
from tests.forms import get
from tests.people import make_person, sign_in, staff


@pytest.mark.parametrize("language", ["fr", "en"])
def test_administrators_read_all_of_it(fresh_app: Flask, language: str) -> None:
    page = get(staff(fresh_app, Role.ADMINISTRATOR), f"/{language}/administration/processing").text
    with fresh_app.test_request_context(), force_locale(language):
        for one in holdings():
            for text in (one.title, one.kinds, one.purpose, one.kept, one.seen_by, one.erased):
                assert gettext(text).replace("'", "&#39;") in page
        assert all(gettext(text) in page for text in MEASURES)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.SUPPORT, None])
def test_nobody_else_does(fresh_app: Flask, role: Role | None) -> None:
    client = staff(fresh_app, role) if role else sign_in(fresh_app.test_client(), make_person(fresh_app))
    assert get(client, "/en/administration/processing").status_code == 404


@pytest.mark.parametrize(("language", "title"), [("fr", "Registre des traitements"), ("en", "Register of processing")])
def test_the_console_prints_it(root: Path, tmp_path: Path, language: str, title: str) -> None:
    environment = {**os.environ, "LMS_INSTANCE_DIR": str(tmp_path), "LMS_OWN_ENVIRONMENT": "1"}
    command = [sys.executable, "-m", "lms", "privacy", "register", "--language", language]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"# {title}\n")
    assert done.stdout.count("\n## ") == len(holdings()) + 1
