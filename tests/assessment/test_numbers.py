"""A typed number is read as the page's language writes numbers, and not read where it could be two."""

from decimal import Decimal
from fractions import Fraction

import babel.numbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.numbers import LONGEST, read_number

LANGUAGES = st.sampled_from(["fr", "en"])


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("138", "138", "138"),
        ("27,6", "27.6", "27.6"),
        ("27.6", "27.6", "27.6"),
        ("1,000", "1", "1000"),
        ("1.000", None, "1"),
        ("0,500", "0.5", "0.5"),
        ("0.500", "0.5", "0.5"),
        ("1234,500", "1234.5", "1234.5"),
        ("1 000", "1000", "1000"),
        ("1\u00a0234\u202f567,8", "1234567.8", "1234567.8"),
        ("1\u2009000", "1000", "1000"),
        ("1 234,500", "1234.5", None),
        ("1 234.500", None, "1234.5"),
        ("1,234.5", "1234.5", "1234.5"),
        ("1.234,5", "1234.5", "1234.5"),
        ("1,000,000", "1000000", "1000000"),
        ("1.000.000", "1000000", "1000000"),
        (".5", "0.5", "0.5"),
        ("007", "7", "7"),
        ("-5", "-5", "-5"),
        ("\u2212 5", "-5", "-5"),
        ("+5", "5", "5"),
        ("5.", "5", "5"),
    ],
)
def test_each_language_reads_what_it_can_mean(text: str, french: str | None, english: str | None) -> None:
    assert read_number(text, "fr") == (None if french is None else Fraction(french))
    assert read_number(text, "en") == (None if english is None else Fraction(english))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "abc",
            "12 13",
            "12 or 13",
            "5 à 7",
            "5-6",
            "5,",
            "1,,5",
            "1,2,3",
            "1.2.3",
            "0,500,000",
            "12,34,567",
        ),
        *("1 00", "1 0000", "1,000.000,5", "1e5", "1/2", "12:30", "12h30", "5²", "5½", "٣", "1'000", "1_000", "--5"),
        *("5?", "nan", "inf", "0x10", "5" * (LONGEST + 1), "about 5"),
    ],
)
def test_what_is_no_single_number_is_not_read(text: str) -> None:
    assert read_number(text, "fr") is None
    assert read_number(text, "en") is None


@pytest.mark.parametrize(
    "text",
    ["5 kg", "5kg", "5 US$/t", "5 m²", "5 m2", "5 tCO2", "5 FCFA", "$5", "€ 5", "5 jours.", "5 km/h"],
)
def test_a_unit_is_put_up_with(text: str) -> None:
    assert read_number(text, "fr") == 5


@pytest.mark.parametrize(
    "text", ["5 %", "5%", "5\u202f%", "5 ‰", "5 pour cent", "5 per cent", "5 percent", "5 % des emplois"]
)
def test_a_share_is_read_only_where_a_share_is_asked_for(text: str) -> None:
    assert read_number(text, "fr", "emplois") is None
    assert read_number(text, "fr") is None
    assert read_number(text, "fr", "% des emplois") == 5


@pytest.mark.parametrize("text", ["5 thousand", "5 milliers", "5k", "5 M", "5 million", "5 millions d’enfants"])
def test_a_word_that_multiplies_is_no_unit(text: str) -> None:
    assert read_number(text, "en") is None


def test_it_is_one_where_the_question_counts_in_it() -> None:
    assert read_number("27,6 millions", "fr", "millions d’enfants") == Fraction("27.6")
    assert read_number("27.6 million", "en", "million") == Fraction("27.6")
    assert read_number("27.6 thousand", "en", "million") is None


@given(
    st.decimals(min_value=-(10**9 - 1), max_value=10**9 - 1, places=6, allow_nan=False, allow_infinity=False), LANGUAGES
)
def test_what_the_language_writes_is_read_back_exactly(number: Decimal, language: str) -> None:
    written = babel.numbers.format_decimal(number, locale=language, decimal_quantization=False)
    read = read_number(written, language)
    assert read == Fraction(number)


@given(st.text(max_size=80), LANGUAGES)
def test_nothing_typed_is_an_error(text: str, language: str) -> None:
    number = read_number(text, language)
    assert number is None or isinstance(number, Fraction)


@given(st.text(alphabet="0123456789., -", max_size=20), LANGUAGES)
def test_no_number_is_read_from_digits_that_were_not_typed(text: str, language: str) -> None:
    number = read_number(text, language)
    if number is not None:
        digits = int("".join(letter for letter in text if letter.isdigit()))
        assert any(abs(number) * 10**decimals == digits for decimals in range(21))


def test_more_digits_than_a_number_here_can_have_are_not_read() -> None:
    assert read_number("9" * 15, "fr") == 10**15 - 1
    assert read_number("9" * 16, "fr") is None
    assert read_number("0," + "1" * 28, "fr") is None
