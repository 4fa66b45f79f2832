"""Whether what a course's texts point at exists: lessons, anchors, quizzes, terms, media, addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.courseware.parsing.fields import KEY, nearest
from lms.courseware.parsing.inline import Link
from lms.courseware.problems import Place
from lms.courseware.source import AUDIO, PICTURES

MOST_GUESSES = 30  # in one file
_SCHEMES = ("lesson", "quiz", "term", "course", "https", "mailto", "tel")
# What must stand behind the colon of an address that leaves the platform.
_OUTSIDE = {
    "https": re.compile(r"//[^\s/?#]+.*"),
    "mailto": re.compile(r"[^\s@?]+@[^\s@?]+(?:\?\S+)?"),
    "tel": re.compile(r"\+?[\d(][\w.()*#;=-]+"),
}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)


@dataclass(slots=True)
class Targets:
    """All that can be pointed at in one language."""

    language: str
    other_languages: tuple[str, ...]
    lessons: dict[str, frozenset[str]] = field(default_factory=dict)  # key → anchors of its text
    quizzes: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()  # names on the disk
    courses: frozenset[str] | None = None  # None: not known here
    is_release: bool = False
    used: dict[str, tuple[str, int]] = field(default_factory=dict)  # media name on the disk → first use

    def file_for(self, name: str) -> str | None:
        """The name on the disk of `media/name` in this language."""
        stem, dot, suffix = name.rpartition(".")
        own = f"{stem}.{self.language}{dot}{suffix}"
        return own if own in self.media else name if name in self.media else None

    def use(self, name: str, place: Place, line: int, is_only: bool = False) -> None:
        """A text names `media/name`: it must be there."""
        found = self.file_for(name)
        stem, _, suffix = name.rpartition(".")
        language = stem.rpartition(".")[2]
        if "." in stem and language in (self.language, *self.other_languages):
            plain = f"media/{stem.rpartition('.')[0]}.{suffix}"
            place.error(line, "media-names-language", name=f"media/{name}", plain=plain)
        elif found is None:
            variants = [f"{stem}.{other}.{suffix}" for other in self.other_languages]
            if any(variant in self.media for variant in variants):
                place.error(line, "media-missing-in-language", name=f"media/{stem}.{self.language}.{suffix}")
            elif meant := nearest(name, tuple(sorted(self.media))):
                place.error(line, "media-missing-meant", name=f"media/{name}", meant=f"media/{meant}")
            else:
                place.error(line, "media-missing", name=f"media/{name}")
        if found:
            self.used.setdefault(found, (place.path, line))


def check_link(link: Link, anchors: Mapping[str, object], targets: Targets, place: Place) -> None:
    """One link or picture of a text whose own anchors are `anchors`."""
    target = link.target.strip()
    if link.is_recording:
        name = target.removeprefix("media/")
        if name.rpartition(".")[2] not in AUDIO:
            place.error(link.line, "recording-type", name=target, allowed=" ".join(sorted(AUDIO)))
        else:
            targets.use(name, place, link.line, link.is_only)
    elif link.is_picture:
        _check_picture(link, targets, place)
    elif target.startswith("#") and target[1:] not in anchors:
        _missing(link, "unknown-anchor", target[1:], tuple(anchors), place, anchor=target[1:])
    elif target.startswith("media/"):
        targets.use(target.removeprefix("media/"), place, link.line)
    elif not target.startswith("#"):
        _check_address(link, target, targets, place)


def _check_address(link: Link, target: str, targets: Targets, place: Place) -> None:
    """A link with a scheme: ours or the web's."""
    match = _SCHEME.fullmatch(target)
    scheme, rest = (match[1], match[2]) if match else ("", target)
    if scheme == "lesson":
        _check_lesson(link, rest, targets, place)
    elif scheme in ("quiz", "term"):
        known = targets.quizzes if scheme == "quiz" else targets.terms
        if rest not in known:
            _missing(link, f"unknown-{scheme}", rest, tuple(known), place, key=rest)
    elif scheme == "course":
        check_course(rest, targets.courses, targets.is_release, link.line, place)
    elif scheme == "http":
        place.error(link.line, "link-http", target=target, mended="https:" + rest)
    elif scheme not in _OUTSIDE or not _OUTSIDE[scheme].fullmatch(rest):
        _check_other(link, target, scheme, place)


def _check_lesson(link: Link, rest: str, targets: Targets, place: Place) -> None:
    key, _, anchor = rest.partition("#")
    if key not in targets.lessons:
        _missing(link, "unknown-lesson", key, tuple(targets.lessons), place, key=key)
    elif anchor and anchor not in targets.lessons[key]:
        _missing(link, "unknown-anchor", anchor, tuple(targets.lessons[key]), place, anchor=f"{key}#{anchor}")


def _check_other(link: Link, target: str, scheme: str, place: Place) -> None:
    """A link of no known form."""
    path = target.partition("#")[0]
    if path.endswith(".md"):
        stem = path.rpartition("/")[2].split(".")[0]
        key = re.sub(r"^\d+-", "", stem)
        place.error(link.line, "link-to-file", target=target, mended=f"lesson:{key}")
    elif scheme not in _SCHEMES and scheme and (meant := nearest(scheme, _SCHEMES)):
        place.error(link.line, "unknown-target-meant", target=target[:80], meant=f"{meant}:")
    else:
        place.error(link.line, "unknown-target", target=target[:80])


def check_course(slug: str, courses: frozenset[str] | None, is_release: bool, line: int, place: Place) -> None:
    """A course that another one names: a warning in a check, an error in a release."""
    if not KEY.fullmatch(slug):
        place.error(line, "bad-key", key=slug)
    elif courses is not None and slug not in courses:
        (place.error if is_release else place.warn)(line, "unknown-course", slug=slug)


def _check_picture(link: Link, targets: Targets, place: Place) -> None:
    """A picture: there, of a type that is shown, with its text."""
    target = link.target.strip()
    name = target.removeprefix("media/")
    suffix = name.rpartition(".")[2]
    if not target.startswith("media/"):
        place.error(link.line, "picture-not-in-media", target=target[:80])
        return
    if suffix not in PICTURES:
        place.error(link.line, "picture-type", name=target, allowed=" ".join(sorted(PICTURES)))
    if link.is_decorative and link.text:
        place.error(link.line, "decorative-with-text")
    elif not link.text and not link.is_decorative:
        place.error(link.line, "picture-without-text", name=target)
    targets.use(name, place, link.line, link.is_only)


def _missing(link: Link, code: str, wanted: str, known: tuple[str, ...], place: Place, **values: object) -> None:
    """Something a link wants that is not there, with what was probably meant."""
    # Where many links lead nowhere, guessing for each costs more than it helps.
    meant = nearest(wanted, known) if place.report.count_in(place.path) < MOST_GUESSES else ""
    if meant:
        place.error(link.line, f"{code}-meant", meant=meant, **values)
    else:
        place.error(link.line, code, **values)
