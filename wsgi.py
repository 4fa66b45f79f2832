"""What a WSGI server loads: `granian --interface wsgi wsgi:app`."""

from lms.app import create_app

app = create_app()
