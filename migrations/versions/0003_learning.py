"""Learning: enrolments, lessons done, attempts, certificates; releases get quizzes, courses may retire."""

import sqlalchemy as sa
from alembic import op

import lms.db

revision = "0003"
down_revision = "0002"
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
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("sex", _one_of("sex", "female", "male", "other", "undisclosed"), nullable=True),
        sa.Column("age_band", _one_of("age_band", *AGE_BANDS), nullable=True),
        sa.Column("sector", _one_of("sector", *SECTORS), nullable=True),
        sa.Column("organisation_kind", _one_of("organisation_kind", *ORGANISATION_KINDS), nullable=True),
        sa.Column("enrolled_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("started_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("active_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("completed_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("completed_release_id", sa.Integer(), nullable=True),
        sa.Column("completed_rule", sa.JSON(), nullable=True),
        sa.Column("certificate_name", sa.String(length=120), nullable=True),
        sa.Column("name_confirmed_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_enrolment_language_is_ours")),
        sa.CheckConstraint(
            "(completed_at IS NULL) = (completed_release_id IS NULL)", name=op.f("ck_enrolment_completion_is_whole")
        ),
        sa.ForeignKeyConstraint(
            ["completed_release_id"], ["release.id"], name=op.f("fk_enrolment_completed_release_id_release")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_enrolment_course_id_course")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_enrolment_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_course_id"), "enrolment", ["course_id"], unique=False)
    op.create_index(op.f("ix_enrolment_person_id"), "enrolment", ["person_id"], unique=False)
    op.create_index(
        "uq_enrolment_person_id_course_id_live",
        "enrolment",
        ["person_id", "course_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("quiz_key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("started_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", lms.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("closing", _one_of("closing", "submitted", "overdue"), nullable=True),
        sa.Column("points", sa.String(length=60), nullable=True),
        sa.Column("out_of", sa.String(length=60), nullable=True),
        sa.Column("share", sa.String(length=60), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (closing IS NULL)", name=op.f("ck_attempt_closing_is_whole")),
        sa.CheckConstraint("(closed_at IS NULL) = (share IS NULL)", name=op.f("ck_attempt_result_is_whole")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempt_number_from_one")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_enrolment_id_enrolment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_attempt_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("enrolment_id", "quiz_key", "number", name=op.f("uq_attempt_enrolment_id_quiz_key_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attempt_public_id")),
    )
    op.create_index(op.f("ix_attempt_deadline_at"), "attempt", ["deadline_at"], unique=False)
    op.create_index(
        "uq_attempt_enrolment_id_quiz_key_open",
        "attempt",
        ["enrolment_id", "quiz_key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=27), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("shows_score", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(facts_digest) = 64", name=op.f("ck_certificate_facts_digest_is_sha256")),
        sa.CheckConstraint("length(number) = 27", name=op.f("ck_certificate_number_has_27_symbols")),
        sa.CheckConstraint("length(pdf_digest) = 64", name=op.f("ck_certificate_pdf_digest_is_sha256")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_certificate_enrolment_id_enrolment"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["certificate.id"], name=op.f("fk_certificate_replaces_id_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_certificate_replaces_id")),
    )
    op.create_index(op.f("ix_certificate_enrolment_id"), "certificate", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_certificate_issued_at"), "certificate", ["issued_at"], unique=False)
    op.create_index(op.f("ix_certificate_person_id"), "certificate", ["person_id"], unique=False)
    op.create_index(
        "uq_certificate_enrolment_id_first",
        "certificate",
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NULL"),
        postgresql_where=sa.text("replaces_id IS NULL"),
    )
    op.create_table(
        "lesson_done",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.String(length=60), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("done_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_lesson_done_enrolment_id_enrolment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_lesson_done_release_id_release")),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson_key", name=op.f("pk_lesson_done")),
    )
    op.create_table(
        "answer",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("saved_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("points", sa.String(length=60), nullable=True),
        sa.Column("late_fields", sa.JSON(), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_answer_version_from_one")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question_key", name=op.f("pk_answer")),
    )
    op.create_table(
        "certificate_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("kind", "revoked", "replaced", "expired"), nullable=False),
        sa.Column(
            "cause", _one_of("cause", "mistake", "misuse", "request", "correction", "outdated"), nullable=False
        ),
        sa.Column("at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_event_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_event")),
    )
    op.create_index(op.f("ix_certificate_event_certificate_id"), "certificate_event", ["certificate_id"], unique=False)

    op.add_column("course", sa.Column("retired_at", lms.db.UTCDateTime(timezone=True), nullable=True))
    _set_kinds_of_parts()
    _freeze("audit_entry", "UPDATE")
    _freeze("audit_entry", "DELETE")
    _freeze("certificate", "UPDATE OF number, facts, facts_digest, pdf, pdf_digest, issued_at")


def downgrade() -> None:
    # The kinds of parts stay as wide as they are: narrowed again, they would cost releases their quizzes.
    _thaw("audit_entry", "UPDATE")
    _thaw("audit_entry", "DELETE")
    _thaw("certificate", "UPDATE")
    op.drop_column("course", "retired_at")
    op.drop_index(op.f("ix_certificate_event_certificate_id"), "certificate_event")
    op.drop_table("certificate_event")
    op.drop_table("answer")
    op.drop_table("lesson_done")
    op.drop_index(
        "uq_certificate_enrolment_id_first",
        "certificate",
        sqlite_where=sa.text("replaces_id IS NULL"),
        postgresql_where=sa.text("replaces_id IS NULL"),
    )
    op.drop_index(op.f("ix_certificate_person_id"), "certificate")
    op.drop_index(op.f("ix_certificate_issued_at"), "certificate")
    op.drop_index(op.f("ix_certificate_enrolment_id"), "certificate")
    op.drop_table("certificate")
    op.drop_index(
        "uq_attempt_enrolment_id_quiz_key_open",
        "attempt",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_attempt_deadline_at"), "attempt")
    op.drop_table("attempt")
    op.drop_index(
        "uq_enrolment_person_id_course_id_live",
        "enrolment",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_enrolment_person_id"), "enrolment")
    op.drop_index(op.f("ix_enrolment_course_id"), "enrolment")
    op.drop_table("enrolment")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _set_kinds_of_parts() -> None:
    """Let a release show quizzes as well."""
    rule = "kind IN ('outline', 'lesson', 'quiz')"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_release_part_kind"), "release_part", type_="check")
        op.create_check_constraint(op.f("ck_release_part_kind"), "release_part", rule)
        return
    # SQLite's table is built anew, from what it is to be: Alembic does not see the rules of the old one.
    text64 = sa.String(length=64)
    table = sa.Table(
        "release_part",
        sa.MetaData(),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part_digest", text64, nullable=False),
        sa.Column("inputs", text64, nullable=False),
        sa.Column("compiler_version", sa.Integer(), nullable=False),
        sa.Column("page_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 0", name="ck_release_part_position_is_not_negative"),
        sa.CheckConstraint("page_bytes >= 0", name="ck_release_part_page_bytes_are_not_negative"),
        sa.CheckConstraint(rule, name="ck_release_part_kind"),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_release_part_release_id_release"),
        sa.ForeignKeyConstraint(["part_digest"], ["part.digest"], name="fk_release_part_part_digest_part"),
        sa.PrimaryKeyConstraint("release_id", "language", "kind", "key", name="pk_release_part"),
        sa.Index("ix_release_part_inputs", "inputs"),
    )
    with op.batch_alter_table("release_part", copy_from=table, recreate="always"):
        pass


def _freeze(table: str, event: str) -> None:
    """Have the database refuse to change rows of a table, or these columns of them."""
    name = f"frozen_{table}_{event.split()[0].lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is never changed'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _thaw(table: str, event: str) -> None:
    name = f"frozen_{table}_{event.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")
