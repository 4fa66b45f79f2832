"""Settings for tests: changed as an administrator changes them."""

from typing import Any

from flask import Flask

from lms.clock import now
from lms.db import db
from lms.settings import actions


def put(app: Flask, **wanted: Any) -> list[str]:
    """Change settings; `site__name` stands for "site.name"."""
    with app.app_context():
        names = {name.replace("__", "."): value for name, value in wanted.items()}
        changed = actions.change(names, {}, actor="console:test", at=now())
        db.session.commit()
        return changed
