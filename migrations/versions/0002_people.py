"""People, how they sign in, and the services around them: forms, jobs, mails, the audit log."""

import sqlalchemy as sa
from alembic import op

import lms.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AGE_BANDS = ("15-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+", "undisclosed")
SECTORS = (*"ABCDEFGHIJKLMNOPQRSTU", "undisclosed")
ORGANISATION_KINDS = (
    "government",
    "employers",
    "workers",
    "enterprise-micro",
    "enterprise-small",
    "enterprise-medium",
    "enterprise-large",
    "cooperative",
    "training",
    "civil-society",
    "international",
    "self-employed",
    "student",
    "other",
    "undisclosed",
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=30), nullable=False),
        sa.Column("object", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_object_kind_object", "audit_entry", ["object_kind", "object"], unique=False)
    op.create_table(
        "consent_text",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_consent_text_digest_is_sha256")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_consent_text")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("leased_until", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("done_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_job_failures_are_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_due_at", "job", ["due_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("email_confirmed_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("passphrase_hash", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=True),
        sa.Column("sex", _one_of("sex", "female", "male", "other", "undisclosed"), nullable=True),
        sa.Column("age_band", _one_of("age_band", *AGE_BANDS), nullable=True),
        sa.Column("sector", _one_of("sector", *SECTORS), nullable=True),
        sa.Column("organisation_kind", _one_of("organisation_kind", *ORGANISATION_KINDS), nullable=True),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_person_language_is_ours")),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_person_country_is_alpha_2")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_name_is_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
    )
    op.create_table(
        "sent_form",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(body_digest) = 64", name=op.f("ck_sent_form_digest_is_sha256")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sent_form")),
    )
    op.create_index(op.f("ix_sent_form_created_at"), "sent_form", ["created_at"], unique=False)
    op.create_table(
        "sign_in_count",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("window_ends_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_sign_in_count_tries_are_not_negative")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_count")),
    )
    op.create_index(op.f("ix_sign_in_count_window_ends_at"), "sign_in_count", ["window_ends_at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("given_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["text_digest"], ["consent_text.digest"], name=op.f("fk_consent_text_digest_consent_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)
    op.create_table(
        "email_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", _one_of("purpose", "sign-in", "new-email", "passphrase"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("used_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_email_code_tries_are_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_email_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_code")),
    )
    op.create_index(op.f("ix_email_code_expires_at"), "email_code", ["expires_at"], unique=False)
    op.create_index("ix_email_code_person_id_purpose", "email_code", ["person_id", "purpose"], unique=False)
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_mail_language_is_ours")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_mail_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
    )
    op.create_index(op.f("ix_mail_created_at"), "mail", ["created_at"], unique=False)
    op.create_index(op.f("ix_mail_person_id"), "mail", ["person_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("used_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(token_digest) = 64", name=op.f("ck_sign_in_digest_is_sha256")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_public_id")),
    )
    op.create_index(op.f("ix_sign_in_expires_at"), "sign_in", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sign_in_person_id"), "sign_in")
    op.drop_index(op.f("ix_sign_in_expires_at"), "sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_mail_person_id"), "mail")
    op.drop_index(op.f("ix_mail_created_at"), "mail")
    op.drop_table("mail")
    op.drop_index("ix_email_code_person_id_purpose", "email_code")
    op.drop_index(op.f("ix_email_code_expires_at"), "email_code")
    op.drop_table("email_code")
    op.drop_index(op.f("ix_consent_person_id"), "consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_sign_in_count_window_ends_at"), "sign_in_count")
    op.drop_table("sign_in_count")
    op.drop_index(op.f("ix_sent_form_created_at"), "sent_form")
    op.drop_table("sent_form")
    op.drop_table("person")
    op.drop_index("ix_job_due_at", "job")
    op.drop_table("job")
    op.drop_table("consent_text")
    op.drop_index("ix_audit_entry_object_kind_object", "audit_entry")
    op.drop_index(op.f("ix_audit_entry_at"), "audit_entry")
    op.drop_table("audit_entry")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
