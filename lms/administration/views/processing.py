"""The register of processing that an authority may ask for, made of what each feature says that it holds."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.administration.views.blueprint import bp
from lms.held import BASES
from lms.privacy import queries
from lms.web.access import ADMINISTRATOR, access


@bp.get("/administration/processing")
@access(ADMINISTRATOR)
def processing() -> ResponseReturnValue:
    """What is held about people, why, for how long, who sees it, and how it is kept safe; to read and to print."""
    return render_template(
        "administration/processing.html", holdings=queries.holdings(), bases=BASES, measures=queries.MEASURES
    )
