"""The shelf of small courses, for the pages that speak of several."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.config import Config
from tests.shelf import shelf


@pytest.fixture(scope="session")
def shelf_app(databases, configure: Callable[..., Config], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    url = databases.copy()
    with shelf(configure(url), tmp_path_factory.mktemp("shelf")) as app:
        yield app
    databases.drop(url)


@pytest.fixture
def reader(shelf_app: Flask) -> FlaskClient:
    """Somebody without an account."""
    return shelf_app.test_client()
