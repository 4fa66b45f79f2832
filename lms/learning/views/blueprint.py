"""The blueprint that the lesson's and the question's views share."""

from flask import Blueprint

bp = Blueprint("learning", __name__)
