"""Courses, their releases, the files these are made of, compiled parts, and the search."""

import sqlalchemy as sa
from alembic import op

import lms.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("source", _one_of("source", "files", "studio"), nullable=False),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_course_slug_is_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("slug", name=op.f("uq_course_slug")),
    )
    op.create_table(
        "media_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_media_file_digest_is_sha256")),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_media_file_size_is_not_negative")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_media_file")),
    )
    op.create_table(
        "part",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_part_digest_is_sha256")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_part")),
    )
    op.create_table(
        "source_text",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_source_text_digest_is_sha256")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_source_text")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.String(length=64), nullable=False),
        sa.Column("directory", sa.JSON(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("created_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_release_number_from_one")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_release_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("course_id", "id", name=op.f("uq_release_course_id_id")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_release_course_id_number")),
    )
    op.create_index("ix_release_course_id_folder", "release", ["course_id", "folder"])
    op.create_table(
        "current_release",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", lms.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_current_release_course_id_course")),
        sa.ForeignKeyConstraint(
            ["course_id", "release_id"],
            ["release.course_id", "release.id"],
            name=op.f("fk_current_release_course_id_release_id_release"),
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_current_release")),
    )
    op.create_table(
        "release_file",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=True),
        sa.Column("media_digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(text_digest IS NULL) <> (media_digest IS NULL)", name=op.f("ck_release_file_text_or_media")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_file_release_id_release")),
        sa.ForeignKeyConstraint(
            ["text_digest"], ["source_text.digest"], name=op.f("fk_release_file_text_digest_source_text")
        ),
        sa.ForeignKeyConstraint(
            ["media_digest"], ["media_file.digest"], name=op.f("fk_release_file_media_digest_media_file")
        ),
        sa.PrimaryKeyConstraint("release_id", "path", name=op.f("pk_release_file")),
    )
    op.create_table(
        "release_part",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", _one_of("kind", "outline", "lesson"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part_digest", sa.String(length=64), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.Column("compiler_version", sa.Integer(), nullable=False),
        sa.Column("page_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_release_part_position_is_not_negative")),
        sa.CheckConstraint("page_bytes >= 0", name=op.f("ck_release_part_page_bytes_are_not_negative")),
        sa.ForeignKeyConstraint(["part_digest"], ["part.digest"], name=op.f("fk_release_part_part_digest_part")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_part_release_id_release")),
        sa.PrimaryKeyConstraint("release_id", "language", "kind", "key", name=op.f("pk_release_part")),
    )
    op.create_index("ix_release_part_inputs", "release_part", ["inputs"])
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("shown_in", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("lesson_key", sa.String(length=60), nullable=False),
        sa.Column("part_digest", sa.String(length=64), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("body_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_search_document_course_id_course")),
        sa.ForeignKeyConstraint(["part_digest"], ["part.digest"], name=op.f("fk_search_document_part_digest_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint(
            "course_id", "shown_in", "lesson_key", name=op.f("uq_search_document_course_id_shown_in_lesson_key")
        ),
    )
    for statement in INDEX[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in NO_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("search_document")
    op.drop_index("ix_release_part_inputs", table_name="release_part")
    op.drop_table("release_part")
    op.drop_table("release_file")
    op.drop_table("current_release")
    op.drop_index("ix_release_course_id_folder", table_name="release")
    op.drop_table("release")
    op.drop_table("source_text")
    op.drop_table("part")
    op.drop_table("media_file")
    op.drop_table("course")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


# What search_document holds is indexed by the database itself, so that no path of the code can forget it. The words
# arrive stemmed, folded and in ASCII (lms/publishing/indexing.py): both databases are left nothing to interpret.
INDEX = {
    "sqlite": (
        """
        CREATE VIRTUAL TABLE search_index USING fts5(
            title_words, body_words, content='search_document', content_rowid='id', tokenize='ascii')
        """,
        """
        CREATE TRIGGER search_document_insert AFTER INSERT ON search_document BEGIN
            INSERT INTO search_index (rowid, title_words, body_words)
            VALUES (new.id, new.title_words, new.body_words);
        END
        """,
        """
        CREATE TRIGGER search_document_delete AFTER DELETE ON search_document BEGIN
            INSERT INTO search_index (search_index, rowid, title_words, body_words)
            VALUES ('delete', old.id, old.title_words, old.body_words);
        END
        """,
        """
        CREATE TRIGGER search_document_update AFTER UPDATE ON search_document BEGIN
            INSERT INTO search_index (search_index, rowid, title_words, body_words)
            VALUES ('delete', old.id, old.title_words, old.body_words);
            INSERT INTO search_index (rowid, title_words, body_words)
            VALUES (new.id, new.title_words, new.body_words);
        END
        """,
    ),
    "postgresql": (
        """
        CREATE TABLE search_index (
            document_id integer CONSTRAINT pk_search_index PRIMARY KEY
                CONSTRAINT fk_search_index_document_id_search_document
                REFERENCES search_document (id) ON DELETE CASCADE,
            words tsvector NOT NULL)
        """,
        "CREATE INDEX ix_search_index_words ON search_index USING gin (words)",
        """
        CREATE FUNCTION search_document_indexed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO search_index (document_id, words)
            VALUES (new.id, setweight(to_tsvector('simple', new.title_words), 'A')
                         || setweight(to_tsvector('simple', new.body_words), 'D'))
            ON CONFLICT (document_id) DO UPDATE SET words = excluded.words;
            RETURN NULL;
        END $$
        """,
        """
        CREATE TRIGGER search_document_indexed AFTER INSERT OR UPDATE ON search_document
        FOR EACH ROW EXECUTE FUNCTION search_document_indexed()
        """,
    ),
}
NO_INDEX = {
    "sqlite": (
        "DROP TRIGGER search_document_insert",
        "DROP TRIGGER search_document_delete",
        "DROP TRIGGER search_document_update",
        "DROP TABLE search_index",
    ),
    "postgresql": (
        "DROP TRIGGER search_document_indexed ON search_document",
        "DROP FUNCTION search_document_indexed",
        "DROP TABLE search_index",
    ),
}
