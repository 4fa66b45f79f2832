"""The routes of this feature hang on one blueprint; its templates get the sections that a role opens."""

from flask import Blueprint

from lms.administration.access import current_role, open_sections
from lms.administration.views.details import details_in_words, object_in_words

bp = Blueprint("administration", __name__)
bp.add_app_template_global(open_sections, "open_sections")
bp.add_app_template_global(current_role, "current_role")
bp.add_app_template_global(details_in_words, "details_in_words")
bp.add_app_template_global(object_in_words, "object_in_words")
