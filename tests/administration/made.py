"""A site to administer: courses on a folder, certificates in every state, mails and jobs that went well and badly."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from lms.clock import now
from lms.db import db
from lms.jobs.models import Job
from lms.mail.models import Mail
from lms.publishing.actions import release_shipped
from tests.learning.made import write_course

INSTITUTIONS = (
    "palabre: {name: {fr: Palabre, en: Palabre}, country: null, address: null, "
    "signatory: {name: Ama Mensah, title: {fr: Directrice, en: Director}}}\n"
)


def write_courses(folder: Path, *slugs: str) -> Path:
    """A courses folder with small courses in it."""
    folder.mkdir(exist_ok=True)
    (folder / "institutions.yml").write_text(INSTITUTIONS, "utf-8")
    for slug in slugs:
        write_course(folder, slug, "certificate: {hours: 1.5}", lessons=2)
    return folder


def release_all(app: Flask, folder: Path) -> None:
    """What start-up does with a courses folder."""
    with app.app_context():
        made = release_shipped(folder, now())
        assert not made.refused, [list(one.problems) for one in made.refused]
        db.session.commit()


def change_lesson(folder: Path, slug: str, words: str) -> None:
    """Another text in every lesson of a course."""
    for path in sorted((folder / slug).rglob("*.md")):
        text = path.read_text("utf-8")
        if path.parent != folder / slug and "module" not in path.name:
            path.write_text(f"{text}\n\n{words}\n", "utf-8")


def add_mail(app: Flask, state: str, *, is_secret: bool = False, recipient: str = "awa@example.org") -> int:
    """A mail that was sent, waits, was refused for good or given up."""
    at = now()
    with app.app_context():
        job = Job(kind="mail", arguments={"mail": 0}, created_at=at, due_at=at + timedelta(hours=1))
        db.session.add(job)
        db.session.flush()
        written = Mail(
            message_id=f"<{job.id}@palabre.example>", recipient=recipient, language="fr", is_secret=is_secret,
            subject="Votre adresse a changé", body="Bonjour, le code est 123456.", created_at=at, job_id=job.id,
        )  # fmt: skip
        db.session.add(written)
        db.session.flush()
        job.arguments = {"mail": written.id}
        if state == "sent":
            written.sent_at = job.done_at = at
            job.due_at, job.arguments = None, {}
        elif state in ("refused", "failed"):
            job.due_at, job.failures = None, 1
            name = "MailRefusedForGood" if state == "refused" else "MailRefused"
            job.last_error = f"{name}('the mail server refuses the recipient')"
        db.session.commit()
        return written.id
