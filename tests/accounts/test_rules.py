"""The rules of accounts: addresses, passphrases, codes, devices, limits and places, as values."""

import pytest

from lms.accounts.addresses import key_of, read_address
from lms.accounts.codes import code_digest, read_code
from lms.accounts.devices import device_in_words
from lms.accounts.limits import CODES_ASKED, TRIES, address_of, counter_key
from lms.accounts.names import read_name
from lms.accounts.passphrases import check_passphrase
from lms.accounts.places import countries, default_zone, is_zone
from lms.accounts.queries import country_choices
from lms.errors import Refusal
from lms.web.addresses import safe_path


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" awa@example.org ", "awa@example.org"),
        ("Awa.Kone+cours@Example.ORG", "Awa.Kone+cours@example.org"),
        ("awa@café.ci", "awa@xn--caf-dma.ci"),
        ("ａｗａ@example.org", "awa@example.org"),
    ],
)
def test_an_address_is_read_as_mail_goes_to_it(typed: str, read: str) -> None:
    assert read_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", "awa", "awa@", "@example.org", "awa@example", "a b@example.org", "awa@-x.org", ".awa@example.org",
     "awa@example.org\r\nBcc: x@y.z", "awa@example..org", "é@example.org", "a" * 65 + "@example.org",
     "awa@" + "a" * 250 + ".org", "a,b@example.org", "<awa@example.org>"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        read_address(typed)


def test_capitals_make_no_difference_to_whose_account_it_is() -> None:
    assert key_of("Awa@Example.org") == key_of("awa@example.org")


@pytest.mark.parametrize(
    "phrase",
    ["le mil pousse sous la lune", "መልካም ቀን ለሁላችሁ ይሁን", "1 pirogue + 2 filets = poisson", "trois pirogues à Ganvié"],
)
def test_a_long_phrase_of_any_script_is_good(phrase: str) -> None:
    assert check_passphrase(phrase, ("Awa Koné", "awa@example.org")) == phrase


@pytest.mark.parametrize(
    "phrase",
    ["14 characters.", "x" * 129, "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "123456789012345", "qwertyuiopasdfgh",
     "azertyuiopqsdfgh", "987654321098765432", "Correct Horse Battery Staple!", "motdepassemotdepasse2026",
     "palabre palabre!!", "Awa Koné Palabre", "awa.kone@example.org", "I love you forever"],
)  # fmt: skip
def test_a_weak_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(Refusal):
        check_passphrase(phrase, ("Awa Koné", "awa.kone@example.org"))


def test_a_code_is_read_with_spaces_dashes_and_the_figures_of_other_scripts() -> None:
    assert read_code(" 123-456\n") == read_code("123 456") == read_code("١٢٣٤٥٦") == "123456"
    assert read_code("no") == ""


def test_the_digest_of_a_code_is_of_one_site_one_person_and_one_purpose() -> None:
    digests = {
        code_digest("key", "sign-in", 1, "123456"), code_digest("other", "sign-in", 1, "123456"),
        code_digest("key", "new-email", 1, "123456"), code_digest("key", "sign-in", 2, "123456"),
    }  # fmt: skip
    assert len(digests) == 4


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 6.0; TECNO) AppleWebKit/537.36 Chrome/106.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/9.80) Presto/2.12", "Opera Mini"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit Version/15.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows"),
        ("<script>", ""),
    ],
)
def test_a_device_is_told_in_two_words(said: str, words: str) -> None:
    assert device_in_words(said) == words


def test_counters_do_not_tell_whom_they_count() -> None:
    key = counter_key("secret", TRIES, "awa@example.org")
    assert "awa" not in key
    assert len(key) <= 100
    assert key != counter_key("secret", CODES_ASKED, "awa@example.org")


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("8.8.8.8", "198.51.100.1", "8.8.8.8"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
    ],
)
def test_attempts_are_counted_for_the_readers_address_not_for_the_proxys(
    peer: str, forwarded: str, counted: str
) -> None:
    assert address_of(peer, forwarded) == counted


def test_every_country_has_a_name_in_both_languages_and_most_have_a_zone() -> None:
    assert len(countries()) == 249
    for language in ("fr", "en"):
        assert {code for code, _ in country_choices(language)} == set(countries())
    assert default_zone("CD") == "Africa/Kinshasa"
    assert default_zone("BV") is None
    assert is_zone("Africa/Lubumbashi")
    assert not is_zone("Mars/Olympus")


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/\\evil", "https://evil.example", "/a\r\nb", "", "a", "/ a", "\\/evil", "/" + "a" * 2_001],
)
def test_only_a_path_of_this_site_is_gone_on_to(path: str) -> None:
    assert safe_path(path) is None
    assert safe_path("/fr/courses?a=1#b") == "/fr/courses?a=1#b"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Awa\tKoné\n", "Awa Koné"),
        ("Mari\u0061\u0301m", "Mariám"),
        ("ራሔል ታደሰ", "ራሔል ታደሰ"),
        ("نی\u200cلوفر", "نی\u200cلوفر"),  # the non-joiner belongs to the spelling
        ("A\u202ewa\u0000 K\u200b.", "A wa K ."),
    ],
)
def test_a_name_of_any_script_is_read_on_one_line(typed: str, read: str) -> None:
    assert read_name(typed) == read


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u202e", "12-34", "x" * 121])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        read_name(typed)
