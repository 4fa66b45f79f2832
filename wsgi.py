"""What a WSGI server loads: `granian --interface wsgi wsgi:app`; `python3 -m lms upgrade` prepares what it serves."""

from lms.serving import load

app = load()
