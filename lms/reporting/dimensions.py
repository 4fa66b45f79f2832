"""By what figures can be broken down and filtered, and what their values are called."""

from enum import StrEnum

from lms.errors import N_
from lms.reporting.periods import Span


class Dimension(StrEnum):
    """Something by which enrolments differ; its value is its name in addresses."""

    COURSE = "course"
    MODULE = "module"  # never a filter: an enrolment is in all modules of its course
    INSTITUTION = "institution"
    RELEASE = "release"
    COUNTRY = "country"
    SEX = "sex"
    AGE = "age"
    SECTOR = "sector"
    KIND = "kind"
    LANGUAGE = "language"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


TITLES = {
    Dimension.COURSE: N_("Course"),
    Dimension.MODULE: N_("Module"),
    Dimension.INSTITUTION: N_("Institution"),
    Dimension.RELEASE: N_("Release"),
    Dimension.COUNTRY: N_("Country"),
    Dimension.SEX: N_("Sex"),
    Dimension.AGE: N_("Age"),
    Dimension.SECTOR: N_("Sector"),
    Dimension.KIND: N_("Kind of organisation"),
    Dimension.LANGUAGE: N_("Language"),
    Dimension.MONTH: N_("Month"),
    Dimension.QUARTER: N_("Quarter"),
    Dimension.YEAR: N_("Year"),
}
HEADINGS = {
    Dimension.COURSE: N_("Results by course"),
    Dimension.MODULE: N_("Results by module"),
    Dimension.INSTITUTION: N_("Results by institution"),
    Dimension.RELEASE: N_("Results by release"),
    Dimension.COUNTRY: N_("Results by country"),
    Dimension.SEX: N_("Results by sex"),
    Dimension.AGE: N_("Results by age"),
    Dimension.SECTOR: N_("Results by sector"),
    Dimension.KIND: N_("Results by kind of organisation"),
    Dimension.LANGUAGE: N_("Results by language"),
    Dimension.MONTH: N_("Results by month of enrolment"),
    Dimension.QUARTER: N_("Results by quarter of enrolment"),
    Dimension.YEAR: N_("Results by year of enrolment"),
}
# The column of the enrolment, and of the person, that tells a dimension.
COLUMNS = {
    Dimension.COUNTRY: "country",
    Dimension.SEX: "sex",
    Dimension.AGE: "age_band",
    Dimension.SECTOR: "sector",
    Dimension.KIND: "organisation_kind",
    Dimension.LANGUAGE: "language",
}
# What accounts know nothing of.
ABOUT_COURSES = frozenset({Dimension.COURSE, Dimension.INSTITUTION, Dimension.RELEASE})
SPANS = {Dimension.MONTH: Span.MONTH, Dimension.QUARTER: Span.QUARTER, Dimension.YEAR: Span.YEAR}
# What an enrolment may not know, because nobody told.
MAY_BE_UNTOLD = (Dimension.COUNTRY, Dimension.SEX, Dimension.AGE, Dimension.SECTOR, Dimension.KIND)
FILTERED = (
    Dimension.COURSE, Dimension.INSTITUTION, Dimension.RELEASE, Dimension.COUNTRY, Dimension.SEX, Dimension.AGE,
    Dimension.SECTOR, Dimension.KIND, Dimension.LANGUAGE,
)  # fmt: skip
NOT_TOLD = "none"  # in addresses, for what was never told

UNDISCLOSED = N_("Preferred not to say")
NEVER_TOLD = N_("Never told")
LABELS = {
    Dimension.SEX: {"female": N_("Women"), "male": N_("Men"), "other": N_("Other"), "undisclosed": UNDISCLOSED},
    Dimension.AGE: {
        "15-17": N_("15 to 17"), "18-24": N_("18 to 24"), "25-34": N_("25 to 34"), "35-44": N_("35 to 44"),
        "45-54": N_("45 to 54"), "55-64": N_("55 to 64"), "65+": N_("65 or more"), "undisclosed": UNDISCLOSED,
    },
    Dimension.SECTOR: {
        "A": N_("Agriculture, forestry and fishing"), "B": N_("Mining and quarrying"), "C": N_("Manufacturing"),
        "D": N_("Electricity and gas"), "E": N_("Water, sewerage and waste"), "F": N_("Construction"),
        "G": N_("Trade and repair of vehicles"), "H": N_("Transport and storage"),
        "I": N_("Accommodation and food"), "J": N_("Information and communication"),
        "K": N_("Finance and insurance"), "L": N_("Real estate"),
        "M": N_("Professional, scientific and technical services"), "N": N_("Administrative and support services"),
        "O": N_("Public administration and defence"), "P": N_("Education"), "Q": N_("Health and social work"),
        "R": N_("Arts and recreation"), "S": N_("Other services"), "T": N_("Households as employers"),
        "U": N_("International organisations and embassies"), "undisclosed": UNDISCLOSED,
    },
    Dimension.KIND: {
        "government": N_("Government"), "employers": N_("Employers’ organisation"), "workers": N_("Trade union"),
        "enterprise-micro": N_("Company of fewer than 10 people"),
        "enterprise-small": N_("Company of 10 to 49 people"),
        "enterprise-medium": N_("Company of 50 to 249 people"),
        "enterprise-large": N_("Company of 250 people or more"), "cooperative": N_("Cooperative"),
        "training": N_("Training institution"), "civil-society": N_("Civil society organisation"),
        "international": N_("International organisation"), "self-employed": N_("Self-employed"),
        "student": N_("Student"), "other": N_("Another kind"), "undisclosed": UNDISCLOSED,
    },
    Dimension.LANGUAGE: {"fr": N_("French"), "en": N_("English")},
}  # fmt: skip
