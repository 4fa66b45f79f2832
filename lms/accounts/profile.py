"""What a person may say of themselves: closed lists with stable codes, so that statistics of all years agree."""

from enum import StrEnum


class Sex(StrEnum):
    """As the person states it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNDISCLOSED = "undisclosed"


class AgeBand(StrEnum):
    """Years of age, both ends included."""

    FROM_15 = "15-17"
    FROM_18 = "18-24"
    FROM_25 = "25-34"
    FROM_35 = "35-44"
    FROM_45 = "45-54"
    FROM_55 = "55-64"
    FROM_65 = "65+"
    UNDISCLOSED = "undisclosed"


class Sector(StrEnum):
    """Sections of the International Standard Industrial Classification (ISIC Rev. 4, United Nations, 2008)."""

    AGRICULTURE = "A"
    MINING = "B"
    MANUFACTURING = "C"
    ENERGY = "D"
    WATER_AND_WASTE = "E"
    CONSTRUCTION = "F"
    TRADE = "G"
    TRANSPORT = "H"
    ACCOMMODATION_AND_FOOD = "I"
    INFORMATION = "J"
    FINANCE = "K"
    REAL_ESTATE = "L"
    PROFESSIONAL = "M"
    ADMINISTRATIVE = "N"
    PUBLIC_ADMINISTRATION = "O"
    EDUCATION = "P"
    HEALTH = "Q"
    ARTS = "R"
    OTHER_SERVICES = "S"
    HOUSEHOLDS = "T"
    EXTRATERRITORIAL = "U"
    UNDISCLOSED = "undisclosed"


class OrganisationKind(StrEnum):
    """What kind of organisation a person works in."""

    GOVERNMENT = "government"
    EMPLOYERS = "employers"
    WORKERS = "workers"
    ENTERPRISE_MICRO = "enterprise-micro"
    ENTERPRISE_SMALL = "enterprise-small"
    ENTERPRISE_MEDIUM = "enterprise-medium"
    ENTERPRISE_LARGE = "enterprise-large"
    COOPERATIVE = "cooperative"
    TRAINING = "training"
    CIVIL_SOCIETY = "civil-society"
    INTERNATIONAL = "international"
    SELF_EMPLOYED = "self-employed"
    STUDENT = "student"
    OTHER = "other"
    UNDISCLOSED = "undisclosed"
