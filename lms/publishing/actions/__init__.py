"""What operators do with courses: release, roll back, retire, recompile. Nothing here commits: the edge does."""

from lms.publishing.actions.folders import folders_to_release, prepare_from_folder
from lms.publishing.actions.recompiling import Recompiled, recompile
from lms.publishing.actions.releasing import BrokenCourse, Released, prepare_release, reading, release, rollback
from lms.publishing.actions.retiring import reopen, retire
from lms.publishing.actions.shipped import Shipped, folder_name, release_shipped

__all__ = [
    "BrokenCourse",
    "Recompiled",
    "Released",
    "Shipped",
    "folder_name",
    "folders_to_release",
    "prepare_from_folder",
    "prepare_release",
    "reading",
    "recompile",
    "release",
    "release_shipped",
    "reopen",
    "retire",
    "rollback",
]
