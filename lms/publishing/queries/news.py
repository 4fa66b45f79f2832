"""What is new in current releases for those who completed earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, null, or_, select, union_all
from sqlalchemy.orm import aliased

from lms.courseware.compiled import Outline
from lms.db import db
from lms.publishing.cache import PartCache
from lms.publishing.models import CurrentRelease, PartKind, Release, ReleasePart
from lms.publishing.news import News, is_same, news
from lms.publishing.queries import CLASSES, load_parts

__all__ = ["News", "news_since"]

DIFFERENCES_READ = 5_000
# More lessons than these are not read for one page: whatever differs in the others counts as revised.
PAIRS_READ = 60
# Whether two parts are the same to a learner, by their digests: parts never change, so it is found out once.
JUDGED = PartCache(512 * 1024)
_ENTRY_BYTES = 200
_OLD, _NEW = aliased(ReleasePart), aliased(ReleasePart)
_SAME_PLACE = and_(_OLD.language == _NEW.language, _OLD.kind == _NEW.kind, _OLD.key == _NEW.key)
_SUPERSEDED = (
    Release.id.in_(bindparam("release_ids", expanding=True)),
    CurrentRelease.release_id != Release.id,
)
# Built once. Both halves walk along the primary key, and bring only what differs.
_DIFFERENCES: Any = union_all(
    select(Release.id, _NEW.kind, _NEW.key, _NEW.language, _OLD.part_digest.label("before"), _NEW.part_digest)
    .join(CurrentRelease, CurrentRelease.course_id == Release.course_id)
    .join(_NEW, _NEW.release_id == CurrentRelease.release_id)
    .outerjoin(_OLD, and_(_OLD.release_id == Release.id, _SAME_PLACE))
    .where(*_SUPERSEDED, or_(_OLD.part_digest.is_(None), _OLD.part_digest != _NEW.part_digest)),
    select(Release.id, _OLD.kind, _OLD.key, _OLD.language, _OLD.part_digest, null())
    .join(CurrentRelease, CurrentRelease.course_id == Release.course_id)
    .join(_OLD, _OLD.release_id == Release.id)
    .outerjoin(_NEW, and_(_NEW.release_id == CurrentRelease.release_id, _SAME_PLACE))
    .where(*_SUPERSEDED, _NEW.part_digest.is_(None)),
).limit(DIFFERENCES_READ)


class _Difference:
    """What differs between a release and the current one of its course, in the language that both have."""

    def __init__(self, outline: Outline, rows: Sequence[Any]) -> None:
        self.outline = outline
        outlines = [row for row in rows if row.kind is PartKind.OUTLINE]
        languages = [outline.language, *(row.language for row in outlines)]
        late = {row.language for row in outlines if row.before is None}  # a translation that came since
        language = next((code for code in languages if code not in late), None)
        self.former = next((row.before for row in outlines if row.language == language), None)
        self.pairs = {
            row.key: (row.before, row.part_digest)
            for row in rows
            if row.kind is not PartKind.OUTLINE and row.before and row.part_digest and language in (row.language, None)
        }
        self.kinds = {row.key: row.kind for row in rows}


def news_since(known: Mapping[int, Outline]) -> dict[int, News]:
    """What is new for who completed a course by these releases. 1 query, 2 cold.

    `known`: the course as it is shown now, by the release that was completed. Where nothing is new to a learner, it
    is left out.
    """
    if not known:
        return {}
    rows: dict[int, list[Any]] = {}
    for row in db.session.execute(_DIFFERENCES, {"release_ids": list(known)}):
        rows.setdefault(row.id, []).append(row)
    differences = {number: _Difference(known[number], found) for number, found in rows.items()}
    parts = load_parts(_wanted(differences.values()))
    told = {}
    for number, difference in differences.items():
        former = parts.get(difference.former or "", difference.outline)
        changed = [key for key, pair in difference.pairs.items() if not _is_same(pair, parts)]
        found = news(former, difference.outline, changed)
        if found.is_there:
            told[number] = found
    return told


def _wanted(differences: Collection[_Difference]) -> dict[str, type[Any]]:
    """The parts to read: the former outlines, and the lessons and quizzes that nobody has compared yet."""
    wanted: dict[str, type[Any]] = {one.former: CLASSES[PartKind.OUTLINE] for one in differences if one.former}
    pairs = {
        pair: CLASSES[one.kinds[key]]
        for one in differences
        for key, pair in one.pairs.items()
        if JUDGED.get("/".join(pair)) is None
    }
    for pair, kind in list(pairs.items())[:PAIRS_READ]:
        wanted.update(dict.fromkeys(pair, kind))
    return wanted


def _is_same(pair: tuple[str, str], parts: Mapping[str, Any]) -> bool:
    name = "/".join(pair)
    judged: bool | None = JUDGED.get(name)
    if judged is None and parts.keys() >= set(pair):
        judged = is_same(*(parts[digest] for digest in pair))
        JUDGED.put(name, judged, _ENTRY_BYTES)
    return bool(judged)
