"""A translation knows the state of its original, and says what has changed since."""

import pytest

from lms.courseware.problems import Report
from lms.courseware.reader import read_course
from lms.courseware.source import Files
from lms.courseware.staleness import difference, is_state, original_state, reader_text, with_state
from tests.courseware.mistakes_in_lines import FIRST, FIRST_EN
from tests.courseware.sample import DIRECTORY, GOOD, found, spoilt

ORIGINAL = str(GOOD[FIRST]).encode()


def test_a_state_is_the_digest_of_what_readers_read() -> None:
    assert is_state(original_state(ORIGINAL))
    assert not is_state("sha256:12")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("facts: [INT-14]", "facts: [INT-15]"),
        ("    facts: [INT-14]\n\n", ""),
        ("audio: media/lesson.opus", "audio: media/said.opus"),
        ("\n", "\r\n"),
    ],
)
def test_what_readers_do_not_read_does_not_change_the_state(old: str, new: str) -> None:
    assert original_state(ORIGINAL.decode().replace(old, new).encode()) == original_state(ORIGINAL)


def test_a_bom_does_not_change_the_state() -> None:
    assert original_state("\ufeff".encode() + ORIGINAL) == original_state(ORIGINAL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Donner", "title: Offrir"),
        ("objectives: [voir]", "objectives: [lire]"),
        (": La grille", ": Le tableau"),
        ("Une note.", "Une autre note."),
        ("  > Oui.", "  > Oui !"),
        ("Qui est à risque", "Qui court un risque"),
    ],
)
def test_what_readers_read_changes_the_state(old: str, new: str) -> None:
    assert original_state(ORIGINAL.decode().replace(old, new).encode()) != original_state(ORIGINAL)


def test_settings_like_lines_in_a_fence_are_text() -> None:
    text = "---\ntitle: x\n---\n```\n/// question | a\n    points: 2\n```\n"
    assert "points: 2" in reader_text(text.encode())


def test_what_is_indented_under_the_settings_is_text() -> None:
    text = "/// question | a\n    points: 2\n\n    points: 3\n\n- [x] a\n- [ ] b\n///\n"
    assert reader_text(text.encode()) == "/// question | a\n\n    points: 3\n\n- [x] a\n- [ ] b\n///\n"


def test_the_difference_shows_what_came_and_went() -> None:
    now = ORIGINAL.decode().replace("Une note.", "Une note plus longue.").encode()
    assert difference(original_state(ORIGINAL), now, [b"else", ORIGINAL]) == "-Une note.\n+Une note plus longue."


def test_the_difference_is_empty_when_the_former_text_is_not_known() -> None:
    assert difference(original_state(ORIGINAL), b"x", [b"else"]) == ""


def test_a_long_difference_is_cut() -> None:
    former = "".join(f"ligne {number}\n\n" for number in range(40)).encode()
    lines = difference(original_state(former), b"rien", [former]).split("\n")
    assert len(lines) == 13
    assert lines[-1].startswith("… +")


def stale(earlier: list[bytes]) -> list[tuple[int, str]]:
    translation = with_state(str(GOOD[FIRST_EN]), original_state(ORIGINAL))
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in GOOD.items()}
    contents |= {FIRST_EN: translation.encode(), FIRST: ORIGINAL.replace(b"Une note.", b"Une longue note.")}
    report = Report()
    course = read_course(Files("sample", contents), DIRECTORY, report, earlier=lambda path: earlier)
    assert course is not None
    assert dict(course.stale) == {FIRST_EN: FIRST}
    return [(problem.line, problem.code) for problem in report]


def test_an_original_whose_head_is_at_fault_is_not_said_to_have_moved_on() -> None:
    recorded = with_state(str(GOOD[FIRST_EN]), original_state(ORIGINAL))
    contents = {**spoilt(FIRST, "title: Donner\n", ""), FIRST_EN: recorded}
    assert [code for _, _, code in found(contents)] == ["missing-field"]


def test_a_translation_whose_original_moved_on_is_a_warning_with_the_difference() -> None:
    assert stale([]) == [(7, "stale")]
    assert stale([ORIGINAL]) == [(7, "stale-since")]


def test_recording_a_state_keeps_every_other_byte() -> None:
    text = "\ufeff---\r\ntitle: x\r\n---\r\nBody.\r\n"
    state = original_state(ORIGINAL)
    written = with_state(text, state)
    assert written == f'\ufeff---\r\ntranslates: "{state}"\r\ntitle: x\r\n---\r\nBody.\r\n'.replace(
        f'translates: "{state}"\r\ntitle: x', f'title: x\r\ntranslates: "{state}"'
    )
    assert with_state(written, state) == written


def test_a_file_without_a_head_gets_one() -> None:
    state = original_state(ORIGINAL)
    assert with_state("Term {#a}\n: b\n", state) == f'---\ntranslates: "{state}"\n---\n\nTerm {{#a}}\n: b\n'
