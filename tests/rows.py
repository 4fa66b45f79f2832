"""One row in every table that people fill, for tests that walk over all tables."""

from flask import Flask
from sqlalchemy import select

from lms.accounts.models import (
    Consent,
    ConsentText,
    EmailCode,
    Invitation,
    Person,
    Purpose,
    RecoveryCode,
    Role,
    SecondFactor,
    SignIn,
    SignInCount,
)  # fmt: skip
from lms.assessment.models import Answer, Attempt, Regrade, Regraded
from lms.audit.models import AuditEntry
from lms.certification.models import Cause, Certificate, CertificateEvent, EventKind
from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.idempotency.models import SentForm
from lms.jobs.models import Job
from lms.learning.models import LessonDone
from lms.mail.models import Mail
from lms.privacy.models import Erasure
from lms.publishing.models import Course, Release
from lms.reporting.models import Export, Snapshot
from lms.settings.models import Setting

DIGEST = "0" * 64


def fill(app: Flask) -> None:
    """Add a person and what hangs on them; some release must be there."""
    at = now()
    with app.app_context():
        release = db.session.scalars(select(Release).order_by(Release.id)).first()
        course = db.session.get_one(Course, release.course_id)
        person = Person(
            name="Awa Koné", email="awa@example.org", email_key="awa@example.org", language="fr", country="CI",
            created_at=at,
        )  # fmt: skip
        text = ConsentText(digest=DIGEST, version="1", language="fr", content="…")
        job = Job(kind="mail", arguments={}, created_at=at)
        _add(person, text, job)
        enrolment = Enrolment(
            person_id=person.id, course_id=course.id, release_id=release.id, language="fr", enrolled_at=at
        )
        _add(
            enrolment,
            Consent(person_id=person.id, text_digest=DIGEST, given_at=at),
            SignIn(
                token_digest=DIGEST, public_id="a", person_id=person.id, device="", created_at=at, used_at=at,
                expires_at=at,
            ),
            EmailCode(person_id=person.id, purpose=Purpose.SIGN_IN, digest=DIGEST, created_at=at, expires_at=at),
            SignInCount(key="account:a", tries=1, window_ends_at=at),
            SecondFactor(person_id=person.id, secret="a"),
            RecoveryCode(person_id=person.id, digest=DIGEST),
            Invitation(digest=DIGEST, role=Role.ANALYST, created_at=at, expires_at=at, person_id=person.id),
            Setting(name="a", value="a", changed_at=at),
            Export(
                public_id="a", person_id=person.id, content="enrolments", file_format="csv", language="fr", options={},
                reason="a", created_at=at,
            ),
            Snapshot(quarter="2026-Q3", made_at=at, tables={}),
            Erasure(person_id=person.id, identity=DIGEST, asked_at=at, due_at=at, keeps_certificates=True),
            SentForm(key="a", sender="1", route="a", body_digest=DIGEST, created_at=at),
            AuditEntry(
                at=at, actor="console:a", action="a", object_kind="a", object="a", reason="a", details={}
            ),
            Mail(
                message_id="a", recipient="a", language="fr", subject="a", body="a", is_secret=False, job_id=job.id,
                created_at=at,
            ),
        )  # fmt: skip
        attempt = Attempt(
            public_id="a", enrolment_id=enrolment.id, quiz_key="a", number=1, release_id=release.id, questions=[],
            settings={}, started_at=at,
        )  # fmt: skip
        certificate = Certificate(
            number="0" * 27, person_id=person.id, enrolment_id=enrolment.id, facts={}, facts_digest=DIGEST, pdf=b"a",
            pdf_digest=DIGEST, issued_at=at, shows_name=False, shows_score=False,
        )  # fmt: skip
        regrade = Regrade(course_id=course.id, question_key="a", release_id=release.id, mapping={}, made_at=at)
        _add(attempt, certificate, regrade)
        _add(
            LessonDone(enrolment_id=enrolment.id, lesson_key="a", release_id=release.id, language="fr", done_at=at),
            Answer(attempt_id=attempt.id, question_key="a", version=1, fields=[], language="fr", saved_at=at),
            Regraded(
                regrade_id=regrade.id, attempt_id=attempt.id, answer_points_before="0", answer_points_after="1",
                points_before="0", points_after="1", share_before="0", share_after="1",
            ),
            CertificateEvent(
                certificate_id=certificate.id, kind=EventKind.REVOKED, cause=Cause.MISTAKE, at=at, reason="a"
            ),
        )  # fmt: skip
        db.session.commit()


def _add(*rows: object) -> None:
    db.session.add_all(rows)
    db.session.flush()
