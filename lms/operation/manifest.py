"""What a backup holds, written in it: version, schema, tables and the digest of every member."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from lms.errors import N_, Refusal
from lms.operation.copytext import Kind

FORMAT = 1
NAME = "manifest.json"
KEY_MEMBER = "secret-key"
LARGEST_BYTES = 64 * 1024 * 1024  # of the manifest: room for half a million files
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_MEMBER = re.compile(r"database/[a-z][a-z0-9_]{0,62}\.copy|media/[0-9a-f]{64}|manifest\.json|secret-key")
_DIGEST = re.compile(r"[0-9a-f]{64}")

DAMAGED = N_("%(path)s is not a whole backup of Palabre: %(reason)s. Take another one.")
NEWER_FORMAT = N_("%(path)s was saved by a newer version of Palabre (%(version)s). Restore it with that version.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in the order of the fields, its number of rows, the last number it has given, if it does."""

    name: str
    columns: Sequence[Column]
    rows: int
    last_number: int | None = None

    @property
    def member(self) -> str:
        """What holds its rows."""
        return f"database/{self.name}.copy"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the backup."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. Tables come in an order in which rows find those that they point to."""

    version: str
    revision: str
    database: str
    saved_at: datetime
    tables: Sequence[Table]
    members: dict[str, Member]
    missing_media: Sequence[str] = field(default=())  # known to the database, and not whole on the disk

    @property
    def rows(self) -> int:
        """How many rows all tables hold together."""
        return sum(table.rows for table in self.tables)

    @property
    def media(self) -> list[str]:
        """The digests of the files of the media store."""
        return [name.removeprefix("media/") for name in self.members if name.startswith("media/")]


def is_name_of_ours(name: str) -> bool:
    """Whether a backup may hold a member of this name: so none leads out of a folder, whatever it is."""
    return _MEMBER.fullmatch(name) is not None


def written(manifest: Manifest) -> bytes:
    """The manifest as it stands in the backup."""
    data = {"format": FORMAT, **asdict(manifest), "saved_at": manifest.saved_at.isoformat()}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def read(content: bytes, path: object) -> Manifest:
    """Read a manifest; refuse one that no version of ours has written, or only a later one."""
    try:
        data = json.loads(content)
        is_newer = data["format"] > FORMAT
        version = str(data["version"])[:40]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(DAMAGED, path=path, reason=NAME) from error
    if is_newer:
        raise Refusal(NEWER_FORMAT, path=path, version=version)
    try:
        return _checked(data, version)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(DAMAGED, path=path, reason=NAME) from error


def _checked(data: dict[str, Any], version: str) -> Manifest:
    tables = tuple(
        Table(
            name=_named(table["name"]),
            columns=tuple(Column(_named(one["name"]), Kind(one["kind"])) for one in table["columns"]),
            rows=int(table["rows"]),
            last_number=None if table["last_number"] is None else int(table["last_number"]),
        )
        for table in data["tables"]
    )
    members = {name: Member(_digest(one["sha256"]), int(one["bytes"])) for name, one in dict(data["members"]).items()}
    if len({table.name for table in tables}) != len(tables) or not all(map(is_name_of_ours, members)):
        raise ValueError("names")
    if {name for name in members if name.startswith("database/")} != {table.member for table in tables}:
        raise ValueError("tables")
    return Manifest(
        version=version,
        revision=_named(data["revision"], re.compile(r"[0-9a-z_]{1,24}")),
        database=str(data["database"]),
        saved_at=_aware(data["saved_at"]),
        tables=tables,
        members=members,
        missing_media=tuple(_digest(one) for one in data["missing_media"]),
    )


def _named(name: str, pattern: re.Pattern[str] = _TABLE) -> str:
    if not pattern.fullmatch(name):
        raise ValueError(name)
    return name


def _digest(text: str) -> str:
    return _named(text, _DIGEST)


def _aware(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
