"""Where the links of a course lead: `lesson:giving`, `term:risk`, `media/tool.xlsx` as addresses of the site."""

import re
from dataclasses import dataclass

from lms.courseware.model import Course, Media
from lms.courseware.rendering.spans import unescape

_INSIDE = re.compile(r"(lesson|quiz|term|course):([a-z0-9-]{1,60})(#[a-z0-9-]{1,60})?")
_MEDIA = re.compile(r"media/([a-z0-9._-]{1,200})")
_ANCHOR = re.compile(r"#[a-z0-9-]{1,60}")
_OUTSIDE = re.compile(r"(?:https://|mailto:|tel:)[^\s\x00-\x1f<>\"]+")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one course in one language.

    What a target means never depends on whether it exists (the checker says so), but for media, whose
    address is their content: a lesson is compiled again when one it names changes, and only then.
    """

    course: Course
    language: str

    @property
    def front(self) -> str:
        """The course's own page."""
        return f"/{self.language}/courses/{self.course.slug}"

    def lesson(self, key: str) -> str:
        """A lesson's page."""
        return f"{self.front}/lessons/{key}"

    def quiz(self, key: str) -> str:
        """The page from which a quiz is taken."""
        return f"{self.front}/quizzes/{key}"

    def of(self, target: str) -> str | None:
        """The address of a link's target as its author typed it; None for what may not be linked to."""
        if match := _INSIDE.fullmatch(target):
            kind, key, anchor = match.group(1), match.group(2), match.group(3) or ""
            if kind == "lesson":
                return self.lesson(key) + anchor
            if kind == "quiz":
                return self.quiz(key)
            if kind == "course":
                return f"/{self.language}/courses/{key}"
            return f"{self.front}/glossary#term-{key}"
        if match := _MEDIA.fullmatch(target):
            found = self.course.media_for(match.group(1), self.language)
            return address_of(found) if found else None
        if _ANCHOR.fullmatch(target):
            return target
        outside = unescape(target)
        return outside if _OUTSIDE.fullmatch(outside) else None

    def media(self, target: str) -> Media | None:
        """The file that `media/name` names in this language."""
        match = _MEDIA.fullmatch(target)
        return self.course.media_for(match.group(1), self.language) if match else None


def address_of(media: Media) -> str:
    """Where a media file is served: its address changes with its content, so it is fetched once."""
    return f"/media/{media.digest}/{media.name}"


def media_names(text: str) -> set[str]:
    """Every name that `Addresses` could look up for a target in `text`; perhaps a few more."""
    return set(_MEDIA.findall(text))
