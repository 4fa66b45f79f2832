"""The routes of this feature hang on one blueprint; their addresses stand among those of the administration."""

from decimal import Decimal
from fractions import Fraction

from flask import Blueprint

from lms.reporting import queries
from lms.web import formats

bp = Blueprint("reporting", __name__)


@bp.app_template_filter()
def decimal(value: Fraction | None) -> str:
    """A figure with one decimal at most; a dash where there is none."""
    if value is None:
        return "–"
    return formats.number(Decimal((value * 20 + 1).__floor__() // 2) / 10)


@bp.app_template_filter()
def share(value: Fraction | None) -> str:
    """A share as a whole percentage; a dash where there is no whole."""
    percent = queries.percent(value)
    return "–" if percent is None else formats.percent(percent)
