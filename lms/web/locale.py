"""The language of a page stands in its address: /fr/… or /en/…; views neither receive nor pass it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, current_app, g, has_request_context, redirect, render_template, request, url_for
from flask_babel import Babel, force_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.routing import Map
from werkzeug.wrappers import Response

from lms.catalogues import TRANSLATIONS
from lms.config import LANGUAGES
from lms.web.access import ANYONE, access
from lms.web.requests import is_query_too_long

# Where the application says which language somebody reads who states no preference; the platform's first readers
# speak French.
DEFAULT_LANGUAGE_SETTING = "default-language"
DEFAULT_LANGUAGE = "fr"
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
PREFIX = f"/<any({','.join(LANGUAGES)}):language>"

bp = Blueprint("locale", __name__)


def preferred_language() -> str:
    """The language the reader's browser asks for, among ours."""
    return request.accept_languages.best_match(LANGUAGES) or _default_language()


def _default_language() -> str:
    set_by: Callable[[], str] | None = current_app.extensions.get(DEFAULT_LANGUAGE_SETTING)
    return set_by() if set_by else DEFAULT_LANGUAGE


def current_language() -> str:
    """The language of this page: its address's, or the reader's where the address has none."""
    if "language" not in g:
        first = request.path.split("/", 2)[1]
        g.language = first if first in LANGUAGES else preferred_language()
        g.language_was_negotiated = first not in LANGUAGES
    language: str = g.language
    return language


def other_language() -> str:
    """The language that this page is not in."""
    return LANGUAGES[1 - LANGUAGES.index(current_language())]


def other_language_url() -> str:
    """This very page in the other language, with what its address asked for; the home page where there is no page."""
    language = other_language()
    endpoint = request.endpoint
    if endpoint is None or request.routing_exception is not None or not _has_language(endpoint):
        return f"/{language}/"
    if is_query_too_long():
        return f"/{language}/"
    # The query is appended, not given to url_for, which would take words such as _scheme in it as orders.
    query = urlencode(list(request.args.items(multi=True)))
    address = url_for(endpoint, **{**(request.view_args or {}), "language": language})
    return f"{address}?{query}" if query else address


def _has_language(endpoint: str) -> bool:
    return endpoint in current_app.view_functions and _expects_language(current_app.url_map, endpoint)


@lru_cache(maxsize=4096)  # every link of every page asks
def _expects_language(addresses: Map, endpoint: str) -> bool:
    return addresses.is_endpoint_expecting(endpoint, "language")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Word what is rendered meanwhile in this language, whatever the page's: for mails."""
    kept = {name: g.pop(name, None) for name in ("language", "catalogue")}
    g.language = language
    try:
        with force_locale(language):
            yield
    finally:
        for name, value in kept.items():
            g.pop(name, None)
            if value is not None:
                setattr(g, name, value)


@bp.get("/")
@access(ANYONE)
def choose_language() -> Response:
    """Lead to the home page in the reader's language."""
    query = f"?{quote(request.query_string, safe='=&%+')}" if request.query_string else ""
    response = redirect(f"/{current_language()}/{query}")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None and "language" in values:
        g.language = values.pop("language")


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and _has_language(endpoint):
        values["language"] = current_language()


def _vary_on_negotiation(response: Response) -> Response:
    if g.get("language_was_negotiated"):
        response.vary.add("Accept-Language")
    return response


def _locale() -> str | None:
    return current_language() if has_request_context() else None


def _let_templates_look_up_quickly(app: Flask) -> None:
    """Give templates one look-up of the catalogue a page: Flask-Babel’s own makes one for each text."""

    def catalogue() -> Any:
        try:
            return g.catalogue
        except AttributeError:
            g.catalogue = get_translations()
            return g.catalogue

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue().ugettext(text),
        lambda one, many, count: catalogue().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, count: catalogue().unpgettext(context, one, many, count),
    )

    @pass_eval_context
    def quickly(context: EvalContext, text: str, /, **values: Any) -> str:
        found = _text(catalogue(), text)
        if not context.autoescape:  # a mail
            return str(found) % values
        return found % values if values or "%" in found else found

    app.jinja_env.globals["_"] = quickly  # of Jinja’s own, most of the time goes into looking up `gettext`


@lru_cache(maxsize=4096)
def _text(catalogue: Any, text: str) -> Markup:
    """A text of ours in the language of a catalogue."""
    return Markup(catalogue.ugettext(text))  # noqa: S704 - of our catalogues


def _let_templates_keep_what_is_the_same(app: Flask) -> None:
    """Give templates `rendered_once(template, …)`, for what these few values and the language of the page decide."""
    kept: dict[tuple[object, ...], Markup] = {}

    def rendered_once(template: str, **values: object) -> Markup:
        key = (template, current_language(), request.script_root, *values.items())
        found = kept.get(key)
        if found is None:
            found = kept[key] = Markup(render_template(template, **values).strip())  # noqa: S704 - a template of ours
        return found

    app.jinja_env.globals["rendered_once"] = rendered_once


def init_app(app: Flask) -> None:
    """Give the application its languages: addresses, catalogues, and what templates need to say which one."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale="en", default_timezone="UTC", locale_selector=_locale)
    _let_templates_look_up_quickly(app)
    _let_templates_keep_what_is_the_same(app)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.after_request(_vary_on_negotiation)
    app.register_blueprint(bp)
    app.jinja_env.policies["ext.i18n.trimmed"] = True  # as translations/babel.cfg extracts them
    app.jinja_env.globals.update(
        current_language=current_language,
        other_language=other_language,
        other_language_url=other_language_url,
        LANGUAGE_NAMES=LANGUAGE_NAMES,
    )
