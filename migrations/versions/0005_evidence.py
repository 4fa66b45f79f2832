"""Evidence: regrades and what they changed, when an answer was first given, more time for one learner."""

import sqlalchemy as sa
from alembic import op

import lms.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = lms.db.UTCDateTime(timezone=True)
FRACTION = sa.String(length=60)
KEY = sa.String(length=60)


def upgrade() -> None:
    op.add_column("answer", sa.Column("first_saved_at", MOMENT, nullable=True))
    # Of an answer that was saved once, it is known.
    op.execute("UPDATE answer SET first_saved_at = saved_at WHERE version = 1 AND late_fields IS NULL")
    # As SQL: Alembic would have SQLite build the table anew for the rule, and lose the others.
    op.execute(
        "ALTER TABLE enrolment ADD COLUMN extra_time_percent INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_enrolment_extra_time_is_bounded CHECK (extra_time_percent BETWEEN 0 AND 400)"
    )
    op.create_table(
        "regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("question_key", KEY, nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("restored_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_regrade_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_regrade_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    op.create_index("ix_regrade_course_id_question_key", "regrade", ["course_id", "question_key"], unique=False)
    op.create_table(
        "regraded",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("answer_points_before", FRACTION, nullable=False),
        sa.Column("answer_points_after", FRACTION, nullable=False),
        sa.Column("points_before", FRACTION, nullable=False),
        sa.Column("points_after", FRACTION, nullable=False),
        sa.Column("share_before", FRACTION, nullable=False),
        sa.Column("share_after", FRACTION, nullable=False),
        sa.Column("passed_before", sa.Boolean(), nullable=True),
        sa.Column("passed_after", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_regraded_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrade.id"], name=op.f("fk_regraded_regrade_id_regrade"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name=op.f("pk_regraded")),
    )
    op.create_index(op.f("ix_regraded_attempt_id"), "regraded", ["attempt_id"], unique=False)


def downgrade() -> None:
    op.drop_table("regraded")
    op.drop_table("regrade")
    # SQLite drops no column that a rule of the table names; one that stands with its column goes with it.
    op.drop_column("enrolment", "extra_time_percent")
    op.drop_column("answer", "first_saved_at")
