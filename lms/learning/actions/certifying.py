"""What the certificate of a completed course will state, gathered on the day of its issue."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from lms.assessment.queries import QuizResult
from lms.certification.queries import Facts, Signatory
from lms.clock import site_day
from lms.courseware.compiled import Outline
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.validity import last_valid_day
from lms.publishing.models import Release
from lms.settings import queries as settings


def facts_of(
    enrolment: Enrolment, outlines: Mapping[str, Outline], results: Mapping[str, QuizResult], at: datetime
) -> Facts:
    """The facts to freeze. `outlines`: the course by language, the original first, as its rule was met."""
    assert enrolment.completed_at is not None
    release = db.session.get_one(Release, enrolment.completed_release_id)
    original = next(iter(outlines.values()))
    institution = release.directory.get("institutions", {}).get(original.institution_slug) or {}
    exam = next((item for item in original.final if item.kind == "exam"), None)
    best = results.get(exam.key) if exam else None
    issued_on = site_day(at)
    config = current_app.config["LMS"]
    set_by_site: Mapping[str, str] = settings.value("certificates.institution")
    return Facts(
        name=enrolment.certificate_name or "",
        course=original.slug,
        titles={language: outline.title for language, outline in outlines.items()},
        institution={language: set_by_site[language] or one.institution for language, one in outlines.items()},
        place={} if any(set_by_site.values()) else institution.get("address") or {},
        signatory=_signatory(institution, outlines),
        hours=original.certificate_hours or "0",
        languages=tuple(outlines),
        rule=dict(original.completion),
        lessons=len(original.lessons),
        minutes=original.minutes,
        exam_pass_percent=original.exam_pass_percent,
        score_percent=best.best_percent if best and best.best_share is not None else None,
        score=str(best.best_share) if best and best.best_share is not None else None,
        release=release.number,
        completed_on=site_day(enrolment.completed_at),
        issued_on=issued_on,
        valid_until=last_valid_day(issued_on, original.certificate_valid_months),
        language=enrolment.language,
        public_url=config.public_url,
        cloth=original.cloth,
    )


def _signatory(institution: Mapping[str, Any], languages: Iterable[str]) -> Signatory | None:
    """Who signs: whom the administrators of the site named, else whom the course's institution did."""
    name, titles = settings.value("certificates.signatory_name"), settings.value("certificates.signatory_title")
    if name:
        return Signatory(name, {language: titles[language] for language in languages})
    return Signatory(**institution["signatory"]) if institution.get("signatory") else None
