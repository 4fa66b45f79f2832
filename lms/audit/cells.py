"""Cells of a spreadsheet that a spreadsheet must not take for a formula (OWASP, CSV injection)."""

STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text as a cell: an apostrophe before what would begin a formula, also behind blanks; lines become one."""
    one_line = text.replace("\r\n", " ").replace("\n", " ")
    return f"'{one_line}" if one_line.lstrip(" ").startswith(STARTS) else one_line
