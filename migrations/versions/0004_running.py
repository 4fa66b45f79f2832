"""Running a site: roles and second factors, settings, exports and snapshots, erasures; courses get dates of their own."""

import secrets
import unicodedata
from fractions import Fraction


import sqlalchemy as sa
from alembic import op

import lms.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = lms.db.UTCDateTime(timezone=True)
DIGEST = sa.String(length=64)
ROLES = ("administrator", "analyst", "support")
PENDING = sa.text("cancelled_at IS NULL AND done_at IS NULL")


def upgrade() -> None:
    _make_people_findable()
    op.add_column("person", sa.Column("active_at", MOMENT, nullable=True))
    op.add_column("person", sa.Column("warned_at", MOMENT, nullable=True))
    # As SQL: Alembic would have SQLite build the table anew for the rule, and lose the others.
    values = ", ".join(f"'{role}'" for role in ROLES)
    op.execute(f"ALTER TABLE person ADD COLUMN role VARCHAR(20) CONSTRAINT ck_person_role CHECK (role IN ({values}))")
    op.create_index(op.f("ix_person_active_at"), "person", ["active_at"], unique=False)
    op.create_index(op.f("ix_person_role"), "person", ["role"], unique=False)
    op.add_column("sign_in", sa.Column("second_factor_at", MOMENT, nullable=True))
    op.add_column("course", sa.Column("opens_on", sa.Date(), nullable=True))
    op.add_column("course", sa.Column("closes_on", sa.Date(), nullable=True))
    _settle_figures()
    _create_accounts()
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    _create_reporting()
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("identity", DIGEST, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("keeps_certificates", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(identity) = 64", name=op.f("ck_erasure_identity_is_sha256")),
        sa.CheckConstraint("cancelled_at IS NULL OR done_at IS NULL", name=op.f("ck_erasure_ends_once")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_erasure_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_identity"), "erasure", ["identity"], unique=False)
    op.create_index(op.f("ix_erasure_due_at"), "erasure", ["due_at"], unique=False)
    op.create_index(
        "uq_erasure_person_id_pending",
        "erasure",
        ["person_id"],
        unique=True,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )


def downgrade() -> None:
    for table in ("erasure", "snapshot", "export", "setting", "invitation", "recovery_code", "second_factor"):
        op.drop_table(table)
    op.drop_index("ix_enrolment_enrolled_at", table_name="enrolment")
    for column in ("certified_at", "exam_percent", "passed_first_try"):
        op.drop_column("enrolment", column)
    op.drop_column("course", "closes_on")
    op.drop_column("course", "opens_on")
    op.drop_column("sign_in", "second_factor_at")
    op.drop_index(op.f("ix_person_public_id"), table_name="person")
    op.drop_index(op.f("ix_person_role"), table_name="person")
    op.drop_index(op.f("ix_person_active_at"), table_name="person")
    for column in ("role", "warned_at", "active_at", "name_key", "public_id"):
        op.drop_column("person", column)


def _make_people_findable() -> None:
    """A random name for addresses, and the name without capitals and accents, for everybody who is there."""
    op.add_column("person", sa.Column("public_id", sa.String(length=22), server_default=sa.text("''"), nullable=False))
    op.add_column("person", sa.Column("name_key", sa.Text(), server_default=sa.text("''"), nullable=False))
    connection = op.get_bind()
    people = sa.table("person", sa.column("id"), sa.column("name"), sa.column("public_id"), sa.column("name_key"))
    last = 0
    while rows := connection.execute(
        sa.select(people.c.id, people.c.name).where(people.c.id > last).order_by(people.c.id).limit(5_000)
    ).all():
        last = rows[-1].id
        connection.execute(
            sa.update(people)
            .where(people.c.id == sa.bindparam("person"))
            .values(public_id=sa.bindparam("random"), name_key=sa.bindparam("folded")),
            [{"person": row.id, "random": secrets.token_urlsafe(16), "folded": _folded(row.name)} for row in rows],
        )
    op.create_index(op.f("ix_person_public_id"), "person", ["public_id"], unique=True)


def _folded(name: str) -> str:
    """As lms.accounts.names folds it, copied: a migration stays what it was."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
def _settle_figures() -> None:
    """Note beside each enrolment what its attempts and certificates say: figures are counted from there from now on."""
    op.add_column("enrolment", sa.Column("certified_at", MOMENT, nullable=True))
    op.add_column("enrolment", sa.Column("exam_percent", sa.Integer(), nullable=True))
    op.add_column("enrolment", sa.Column("passed_first_try", sa.Boolean(), nullable=True))
    op.create_index("ix_enrolment_enrolled_at", "enrolment", ["enrolled_at"], unique=False)
    op.execute(
        "UPDATE enrolment SET certified_at ="
        " (SELECT min(issued_at) FROM certificate WHERE certificate.enrolment_id = enrolment.id)"
    )
    connection = op.get_bind()
    tries = connection.execute(
        sa.text(
            "SELECT enrolment_id, number, share, has_passed FROM attempt"
            " WHERE quiz_key = 'exam' AND share IS NOT NULL ORDER BY enrolment_id, number"
        )
    )
    best: dict[int, Fraction] = {}
    first: dict[int, bool] = {}
    for enrolment_id, _number, share, has_passed in tries:
        best[enrolment_id] = max(best.get(enrolment_id, Fraction(0)), Fraction(share))
        first.setdefault(enrolment_id, bool(has_passed))
    for enrolment_id, share in best.items():
        connection.execute(
            sa.text("UPDATE enrolment SET exam_percent = :percent, passed_first_try = :first WHERE id = :id"),
            {"percent": int(share * 100), "first": first[enrolment_id], "id": enrolment_id},
        )


def _create_accounts() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_step >= 0", name=op.f("ck_second_factor_last_step_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_recovery_code_digest_is_sha256")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("role", _one_of("role", *ROLES), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_invitation_digest_is_sha256")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_person_id"), "invitation", ["person_id"], unique=False)


def _create_reporting() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(length=20), nullable=False),
        sa.Column("file_format", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.CheckConstraint("rows_done >= 0", name=op.f("ck_export_rows_done_are_not_negative")),
        sa.CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name=op.f("ck_export_ends_once")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_export_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("public_id", name=op.f("uq_export_public_id")),
    )
    for column in ("person_id", "created_at", "expires_at"):
        op.create_index(op.f(f"ix_export_{column}"), "export", [column], unique=False)
    op.create_table(
        "snapshot",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_snapshot")),
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
