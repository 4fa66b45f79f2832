"""The routes of this feature hang on one blueprint; their addresses stand among those of the administration."""

from decimal import Decimal
from fractions import Fraction

from flask import Blueprint
from flask_babel import gettext

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


@bp.app_template_filter()
def coefficient(value: float | None) -> str:
    """A correlation or a gain with its two decimals; a dash where there is none."""
    if value is None:
        return "–"
    return formats.number(Decimal(round(float(value), 2)).quantize(Decimal("0.01")), decimals=2)


@bp.app_template_filter()
def seconds(value: float | None) -> str:
    """A time to answer: 43 s, 2 min 5 s; a dash where none is known."""
    if value is None:
        return "–"
    whole = round(value)
    if whole < 60:
        text: str = gettext("%(seconds)s s", seconds=whole)
    else:
        text = gettext("%(minutes)s min %(seconds)s s", minutes=whole // 60, seconds=whole % 60)
    return text.replace(" ", formats.NO_BREAK)


@bp.app_template_filter()
def reason(flag: queries.Flag) -> str:
    """Why a question is worth a look, in a sentence of the page's language."""
    return str(gettext(flag.reason, **{name: _shown(value) for name, value in flag.values.items()}))


def _shown(value: queries.Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Fraction):
        return share(value)
    return formats.number(value) if isinstance(value, int) else coefficient(value)
