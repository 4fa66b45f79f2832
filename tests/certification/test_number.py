"""The number of a certificate: what is minted is read again however it is typed, and slips are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certification.number import LENGTH, SYMBOLS, Slip, check_symbol, is_number, mint, read, shown

NUMBER = mint(bytes(range(17)))
randomness = st.binary(min_size=17, max_size=17)


def test_a_number_has_26_symbols_and_one_that_checks_them() -> None:
    assert len(NUMBER) == LENGTH == 27
    assert set(NUMBER) <= set(SYMBOLS)
    assert is_number(NUMBER)
    assert NUMBER[-1] == check_symbol(NUMBER[:-1])


def test_luhn_with_32_symbols_is_luhn_with_10_where_no_value_is_carried() -> None:
    # 1 doubled is 2, 2, 4 doubled is 8: the sum is 2 + 2 + 8 = 12, and 20 more make 32.
    assert check_symbol("124"[::-1]) == SYMBOLS[(32 - (4 + 1 * 2 + 2 + 4 * 2 - 4)) % 32]
    assert check_symbol("0" * 26) == "0"


def test_all_130_bits_count() -> None:
    numbers = {mint((1 << bit).to_bytes(17, "big")) for bit in range(130)}
    assert len(numbers) == 130


def test_minting_needs_17_bytes() -> None:
    with pytest.raises(ValueError, match="17"):
        mint(b"few")


def test_it_is_shown_in_six_fours_and_a_three() -> None:
    assert [len(group) for group in shown(NUMBER).split(" ")] == [4] * 6 + [3]


@given(randomness)
def test_what_is_minted_is_read(random: bytes) -> None:
    number = mint(random)
    assert read(shown(number).lower()).number == number


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER.lower(),
        f"  {shown(NUMBER)}\n",
        NUMBER.replace("0", "O").replace("1", "I"),
        NUMBER.replace("0", "o").replace("1", "l"),
        shown(NUMBER).replace(" ", "-"),
        shown(NUMBER).replace(" ", "\u00a0"),
        shown(NUMBER).replace(" ", " – "),
    ],
)
def test_case_spaces_hyphens_and_look_alikes_are_forgiven(typed: str) -> None:
    assert read(typed).number == NUMBER


@given(randomness, st.integers(0, 26), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_always_found(random: bytes, place: int, symbol: str) -> None:
    number = mint(random)
    wrong = number[:place] + symbol + number[place + 1 :]
    assert is_number(wrong) == (wrong == number)


def test_two_exchanged_neighbours_are_found() -> None:
    for place in range(26):
        one, other = NUMBER[place : place + 2]
        wrong = NUMBER[:place] + other + one + NUMBER[place + 2 :]
        assert is_number(wrong) == (one == other or {one, other} == {"0", "Z"}), place


def test_a_symbol_taken_for_one_that_looks_like_it_is_named() -> None:
    number = mint(b"\x1f" * 17)
    place = next(place for place, symbol in enumerate(number) if symbol in "8B5S2Z6G")
    meant = number[place]
    typed = {"8": "B", "B": "8", "5": "S", "S": "5", "2": "Z", "Z": "2", "6": "G", "G": "6"}[meant]
    reading = read(number[:place] + typed + number[place + 1 :])
    assert (reading.slip, reading.character, reading.meant) == (Slip.ALIKE, typed, meant)
    assert typed in reading.group


@pytest.mark.parametrize(
    ("typed", "slip", "character"),
    [
        ("", Slip.EMPTY, ""),
        (" - ", Slip.EMPTY, ""),
        (NUMBER[:-1], Slip.SHORT, ""),
        (NUMBER + "0", Slip.LONG, ""),
        ("U" + NUMBER[1:], Slip.FOREIGN, "U"),
        ("é" + NUMBER[1:], Slip.FOREIGN, "É"),
        ("4" + NUMBER[1:] if NUMBER[0] != "4" else "5" + NUMBER[1:], Slip.WRONG, ""),
    ],
)
def test_why_a_text_cannot_be_a_number_is_told(typed: str, slip: Slip, character: str) -> None:
    reading = read(typed)
    assert reading.number == ""
    assert reading.slip is slip
    assert slip is Slip.FOREIGN or reading.character == character


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    reading = read(text)
    assert (reading.number != "") == (reading.slip is None)
