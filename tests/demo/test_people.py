"""Who synthetic learners are: real codes, names that this site accepts, blanks as people leave them."""

from collections import Counter
from random import Random

from lms.accounts.addresses import key_of, read_address
from lms.accounts.names import read_name
from lms.accounts.places import countries
from lms.accounts.profile import AgeBand, OrganisationKind, Sector, Sex
from lms.demo.names import in_address
from lms.demo.people import DOMAIN, somebody
from lms.demo.shares import Shares

PEOPLE = [somebody(number, Random(number).random) for number in range(1, 5001)]


def test_everything_they_say_of_themselves_is_in_the_closed_lists() -> None:
    assert {one.country for one in PEOPLE} <= set(countries())
    assert {one.sex for one in PEOPLE} == {*Sex, None}
    assert {one.age_band for one in PEOPLE} == {*AgeBand, None}
    assert {one.sector for one in PEOPLE} == {*Sector, None}
    assert {one.organisation_kind for one in PEOPLE} == {*OrganisationKind, None}
    assert {one.language for one in PEOPLE} == {"fr", "en"}


def test_their_names_are_names_as_people_type_them() -> None:
    names = {one.name for one in PEOPLE}
    assert all(read_name(name) == name for name in names)
    assert set("éèïçœŋɔƉễøŁ’م") <= set("".join(names))
    assert max(Counter(one.name for one in PEOPLE).values()) < 30


def test_their_addresses_differ_and_lead_nowhere() -> None:
    addresses = [one.email for one in PEOPLE]
    assert len(set(addresses)) == len(addresses)
    assert all(read_address(one) == key_of(one) == one for one in addresses)
    assert all(one.endswith(f"@{DOMAIN}") for one in addresses)
    assert DOMAIN.endswith(".example.org")


def test_a_name_is_spelt_plainly_in_an_address() -> None:
    assert in_address("Ŋutifafa") == "nutifafa"
    assert in_address("N’Guessan") == "nguessan"
    assert in_address("Cœur-Aimée") == "coeuraimee"
    assert in_address("نور") == ""


def test_where_they_live_goes_with_what_they_write() -> None:
    written = Counter((one.country, one.language) for one in PEOPLE)
    assert written["CI", "fr"] > 20 * written["CI", "en"]
    assert written["GH", "en"] > 5 * written["GH", "fr"]
    assert 0.15 < sum(one.country == "CI" for one in PEOPLE) / len(PEOPLE) < 0.27


def test_things_are_drawn_as_often_as_their_shares_say() -> None:
    dice = Random(1).random
    drawn = Counter(Shares({"often": 3, "rare": 1, "never": 0}).drawn(dice) for _ in range(4000))
    assert 2850 < drawn["often"] < 3150
    assert drawn["never"] == 0
