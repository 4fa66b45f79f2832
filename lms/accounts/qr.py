"""A QR code as the outline of its dark modules, for an <svg> in the page: nothing is fetched, nothing is kept."""

import segno


def modules(text: str) -> tuple[int, str]:
    """How many modules the code is wide, and the path of the dark ones."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=0)]
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return len(rows), "".join(dark)
