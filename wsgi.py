"""What a WSGI server loads: `granian --interface wsgi wsgi:app`; `python3 -m lms` prepares what it serves."""

from lms.app import create_app
from lms.catalogues import compile_stale
from lms.serving import spare_collector

compile_stale()
app = create_app()
spare_collector()
