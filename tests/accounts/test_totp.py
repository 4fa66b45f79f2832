"""Codes of the moment: the values that RFC 6238 prints, and what is taken for one."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.accounts.recovery import RANDOM_BYTES, code_of, read_recovery_code, recovery_digest
from lms.accounts.totp import address, as_text, code_of_step, step_at, step_of_code

SECRET = b"12345678901234567890"  # RFC 6238, appendix B
AT = datetime(2026, 11, 28, 12, 0, 15, tzinfo=UTC)
STEP = step_at(AT)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
        (2000000000, "69279037"), (20000000000, "65353130"),
    ],
)  # fmt: skip
def test_the_vectors_of_the_standard_hold(seconds: int, code: str) -> None:
    assert code_of_step(SECRET, step_at(datetime.fromtimestamp(seconds, UTC)), digits=8) == code


@pytest.mark.parametrize(
    ("away", "last", "found"),
    [(0, 0, 0), (-1, 0, -1), (1, 0, 1), (-2, 0, None), (2, 0, None), (0, 0, 0)],
)
def test_a_code_of_one_step_away_is_taken_and_no_other(away: int, last: int, found: int | None) -> None:
    typed = code_of_step(SECRET, STEP + away)
    assert step_of_code(SECRET, typed, AT, last) == (None if found is None else STEP + found)


def test_the_code_of_a_step_is_good_once_and_none_before_it_any_more() -> None:
    assert step_of_code(SECRET, code_of_step(SECRET, STEP), AT, STEP) is None
    assert step_of_code(SECRET, code_of_step(SECRET, STEP - 1), AT, STEP) is None
    assert step_of_code(SECRET, code_of_step(SECRET, STEP + 1), AT + timedelta(seconds=30), STEP) == STEP + 1


@pytest.mark.parametrize("typed", ["", "000", "0000000"])
def test_what_is_no_code_is_never_right(typed: str) -> None:
    assert step_of_code(SECRET, typed, AT, 0) is None


def test_an_authenticator_is_told_who_and_where() -> None:
    assert as_text(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert address(SECRET, "Palabre", "awa+x@example.org") == (
        "otpauth://totp/Palabre:awa%2Bx@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Palabre"
    )


def test_a_recovery_code_bears_how_people_write() -> None:
    shown = code_of(bytes(range(1, RANDOM_BYTES + 1)))
    plain = shown.replace("-", "")
    assert len(plain) == 10
    assert read_recovery_code(f" {shown.lower()} ") == plain == read_recovery_code(plain)
    assert read_recovery_code("oil10-OIL10") == "0111001110"
    assert read_recovery_code("ABCDE") == read_recovery_code("") == ""


def test_what_is_kept_of_a_recovery_code_is_one_persons_and_one_sites() -> None:
    digests = {recovery_digest("s", 1, "A"), recovery_digest("s", 2, "A"), recovery_digest("t", 1, "A")}
    assert len(digests) == 3
