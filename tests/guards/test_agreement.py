"""What two layers that do not know each other both say is the same."""

from lms import config
from lms.courseware import source
from lms.courseware.parsing import fields
from lms.media import kinds
from lms.publishing import indexing


def test_a_course_may_hold_just_the_media_that_are_served() -> None:
    assert kinds.TYPES.keys() == source.MEDIA


def test_pictures_and_recordings_are_shown_and_documents_saved() -> None:
    shown = {suffix for suffix in kinds.TYPES if kinds.is_shown(f"a.{suffix}")}
    pictures = {suffix for suffix in kinds.TYPES if kinds.is_picture(f"a.{suffix}")}
    assert (pictures, shown) == (source.PICTURES, source.PICTURES | source.AUDIO)


def test_courses_are_written_in_the_languages_of_the_site_which_the_search_knows() -> None:
    assert fields.LANGUAGES == config.LANGUAGES == tuple(indexing.ALGORITHMS)
