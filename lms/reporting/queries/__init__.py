"""What figures are counted from, read: with a few statements over whole tables, never a row at a time.

What rules of this feature its pages need is named here.
"""

from collections.abc import Mapping

from lms.reporting.charts import first_rows, pairs, steps
from lms.reporting.columns import AGGREGATES, CONTENTS, MODULES
from lms.reporting.definitions import DEFINITIONS, OF_GAIN, OF_QUESTIONS
from lms.reporting.dimensions import COLUMNS, HEADINGS, LABELS, MAY_BE_UNTOLD, NOT_TOLD, TITLES, Dimension
from lms.reporting.figures import percent
from lms.reporting.filters import Filters, read_filters
from lms.reporting.flags import TITLES as FLAGS
from lms.reporting.flags import Flag, Look, Value
from lms.reporting.gain import HIGH_FROM, MEDIUM_FROM
from lms.reporting.items import Item
from lms.reporting.periods import Span, periods, read_period
from lms.reporting.shapes import NUMBER, OTHER, RIGHT, answers, number_of

__all__ = [
    "AGGREGATES", "COLUMNS", "CONTENTS", "DEFINITIONS", "FLAGS", "HEADINGS", "HIGH_FROM", "LABELS", "MAY_BE_UNTOLD",
    "MEDIUM_FROM", "MODULES", "NOT_TOLD", "NUMBER", "OF_GAIN", "OF_QUESTIONS", "OTHER", "RIGHT", "TITLES",
    "Dimension", "Filters", "Flag", "Item", "Look", "Span", "Value", "Words",
    "answers", "first_rows", "number_of", "pairs", "percent", "periods", "read_filters", "read_period", "steps",
]  # fmt: skip

Words = Mapping[str, str]
