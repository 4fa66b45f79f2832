"""A holder's certificate, and the public check of any."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.certification import number as numbers
from lms.certification import sheet, wording
from lms.certification.access import own_certificate
from lms.certification.actions import set_flags, words_in
from lms.certification.drawings import modules
from lms.certification.number import Reading
from lms.certification.queries import Document, certificate, pdf
from lms.clock import now, site_day
from lms.idempotency.access import once
from lms.web.access import ANYONE, SIGNED_IN, access
from lms.web.locale import current_language

LONGEST_TYPED = 100

bp = Blueprint("certification", __name__)
# The one address without a language: it stands on paper, and leads to the reader's.
bare = Blueprint("certificates", __name__)


@bp.get("/certificates/<number>")
@access(SIGNED_IN)
def certificate_page(number: str) -> ResponseReturnValue:
    """All that the document states, and what its public check shows."""
    document = own_certificate(number, now())
    return render_template(
        "certification/certificate.html", document=document, code=modules(document.address), **_stated(document)
    )


@bp.post("/certificates/<number>")
@access(SIGNED_IN)
@once
def choose(number: str) -> ResponseReturnValue:
    """What the public check shows from now on."""
    document = own_certificate(number, now())
    set_flags(document.number, shows_name="name" in request.form, shows_score="score" in request.form)
    return redirect(url_for(".certificate_page", number=document.number, _anchor="shown"), 303)


@bp.get("/certificates/<number>/pdf")
@access(SIGNED_IN)
def document(number: str) -> ResponseReturnValue:
    """The file, as it was kept at its issue."""
    found = pdf(own_certificate(number, now()).number) or abort(404)
    content, content_digest = found
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="palabre-{number[:8]}.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(content_digest)
    return response.make_conditional(request)


@bp.get("/certificates/<number>/cv")
@access(SIGNED_IN)
def cv(number: str) -> ResponseReturnValue:
    """What to put on a CV or a profile."""
    found = own_certificate(number, now())
    return render_template("certification/cv.html", document=found, **_stated(found))


@bp.get("/check")
@access(ANYONE)
def check() -> ResponseReturnValue:
    """A field for a number; a number in the address leads to its answer."""
    typed = request.args.get("number")
    if typed is None:
        return render_template("certification/check.html", typed="", slip=None)
    reading = numbers.read(typed[:LONGEST_TYPED])
    if reading.number:
        return redirect(url_for(".checked", number=reading.number))
    return _impossible(typed[:LONGEST_TYPED], reading)


@bp.get("/c/<number>")
@access(ANYONE)
def checked(number: str) -> ResponseReturnValue:
    """What a certificate is worth at this moment, for whoever has its number."""
    reading = numbers.read(number[:LONGEST_TYPED])
    if not reading.number:
        return _impossible(number[:LONGEST_TYPED], reading)
    if reading.number != number:
        return redirect(url_for(".checked", number=reading.number))
    at = now()
    document = certificate(number, site_day(at))
    page = render_template(
        "certification/checked.html",
        shown=numbers.shown(number),
        document=document,
        at=at,
        **(_stated(document) if document else {}),
    )
    return _unlisted(page, 200 if document else 404)


@bare.get("/c")
@access(ANYONE)
def check_in_readers_language() -> ResponseReturnValue:
    """Lead whoever types what stands on paper to the field for the number."""
    return _led(url_for("certification.check"))


@bare.get("/c/<number>")
@access(ANYONE)
def checked_in_readers_language(number: str) -> ResponseReturnValue:
    """Lead to the check in the language that the reader's browser asks for."""
    reading = numbers.read(number[:LONGEST_TYPED])
    return _led(url_for("certification.checked", number=reading.number or number[:LONGEST_TYPED]))


def _impossible(typed: str, reading: Reading) -> Response:
    slip = wording.slip(reading, words_in(current_language()))
    return _unlisted(render_template("certification/check.html", typed=typed, slip=slip), 404)


def _stated(document: Document) -> dict[str, object]:
    """What a certificate states, in the words of this page."""
    words, facts = words_in(current_language()), document.facts
    title, title_language = facts.title(current_language())
    return {
        "title": title,
        "title_language": title_language,
        "institution": facts.institution.get(current_language()) or facts.institution[facts.pages[0]],
        "statement": wording.statement(facts, words),
        "cells": sheet.cells(facts, words),
        "requirements": wording.requirements(facts, words),
        "duration": wording.duration(facts, words),
        "validity": wording.validity(facts, words),
        "result": wording.result(facts, words),
        "release": sheet.release(facts, words),
    }


def _led(address: str) -> Response:
    response = make_response(redirect(address))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _unlisted(page: str, status: int) -> Response:
    """A page that search engines keep out of their lists; browsers ask for it anew each time."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
