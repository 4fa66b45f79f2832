"""What figures are counted from, read: with a few statements over whole tables, never a row at a time.

What rules of this feature its pages need is named here.
"""

from collections.abc import Mapping

from lms.reporting.charts import first_rows, pairs, steps
from lms.reporting.columns import AGGREGATES, CONTENTS, MODULES
from lms.reporting.definitions import DEFINITIONS
from lms.reporting.dimensions import COLUMNS, HEADINGS, LABELS, MAY_BE_UNTOLD, NOT_TOLD, TITLES, Dimension
from lms.reporting.figures import percent
from lms.reporting.filters import Filters, read_filters
from lms.reporting.periods import Span, periods, read_period

__all__ = [
    "AGGREGATES", "COLUMNS", "CONTENTS", "DEFINITIONS", "HEADINGS", "LABELS", "MAY_BE_UNTOLD", "MODULES", "NOT_TOLD",
    "TITLES", "Dimension", "Filters", "Span", "Words",
    "first_rows", "pairs", "percent", "periods", "read_filters", "read_period", "steps",
]  # fmt: skip

Words = Mapping[str, str]
