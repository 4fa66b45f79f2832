"""What operators do with courses: release, roll back, recompile. Nothing here commits: the edge does."""

from lms.publishing.recompiling import Recompiled, recompile
from lms.publishing.releasing import BrokenCourse, Released, prepare_release, release, rollback
from lms.publishing.shipped import Shipped, release_shipped

__all__ = [
    "BrokenCourse",
    "Recompiled",
    "Released",
    "Shipped",
    "prepare_release",
    "recompile",
    "release",
    "release_shipped",
    "rollback",
]
