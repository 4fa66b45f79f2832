"""Where a lesson stands in its course, so that a reader always knows what is around it."""

from dataclasses import dataclass

from lms.courseware.compiled import Outline, OutlineItem, OutlineModule


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson's surroundings. `number` of `count` is within its module; before and after cross modules."""

    module: OutlineModule
    item: OutlineItem
    number: int
    count: int
    previous: OutlineItem | None
    next: OutlineItem | None


def place_of(outline: Outline, key: str) -> Place:
    """Find a lesson of the course by its key; raise LookupError if the course has none of that name."""
    lessons = outline.lessons
    position = next((index for index, item in enumerate(lessons) if item.key == key), None)
    if position is None:
        raise LookupError(key)
    module = next(module for module in outline.modules if lessons[position] in module.items)
    siblings = [item for item in module.items if item.kind == "lesson"]
    return Place(
        module=module,
        item=lessons[position],
        number=siblings.index(lessons[position]) + 1,
        count=len(siblings),
        previous=lessons[position - 1] if position else None,
        next=lessons[position + 1] if position + 1 < len(lessons) else None,
    )


def following(outline: Outline, key: str) -> OutlineItem | None:
    """What comes after a lesson or a quiz for somebody who takes the course: quizzes and the exam count too."""
    keys = [item.key for item in outline.items]
    after = outline.items[keys.index(key) + 1 :] if key in keys else ()
    return next((item for item in after if item.kind != "project"), None)
