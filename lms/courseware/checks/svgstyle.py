"""Whether CSS inside a drawing stays inside it: colours, fonts, themes; no address, no import, nothing that moves."""

import re

# Functions whose arguments name nothing outside the file.
_FUNCTIONS = frozenset({
    *("rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark", "var"),
    *("calc", "min", "max", "clamp", "translate", "translatex", "translatey", "rotate", "scale", "scalex", "scaley"),
    *("skewx", "skewy", "matrix", "polygon", "circle", "ellipse", "inset", "not", "is", "where", "nth-child"),
    *("prefers-color-scheme", "and", "or", "screen", "print", "supports"),
})  # fmt: skip
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_AT_RULE = re.compile(r"@([\w-]*)")
_FUNCTION = re.compile(r"(?<![\w-])([\w-]++)\(")
_URL = re.compile(r"url\(\s*+(?:\"([^\"()]*+)\"|'([^'()]*+)'|([^\"'()\s]*+))\s*+\)", re.IGNORECASE)
_LOCAL = re.compile(r"#[A-Za-z_][\w.:-]{0,200}")
_MOVES = re.compile(
    r"(?:^|[;{\s])((?:-\w+-)?(?:animation|transition|offset-path|offset-distance)[\w-]*)\s*:", re.IGNORECASE
)
MAX_CHARACTERS = 50_000


def is_local_address(address: str) -> bool:
    """Whether an address leads to a part of the same file."""
    return _LOCAL.fullmatch(address) is not None


def style_problem(css: str) -> tuple[str, str] | None:
    """The first problem of some CSS as (code, what); None when it is harmless."""
    if len(css) > MAX_CHARACTERS:
        return "svg-style", "…"
    css = _COMMENT.sub(" ", css)
    for sign in ("\\", "<", "/*"):
        if sign in css:
            return "svg-style", sign
    for match in _AT_RULE.finditer(css):
        name = match.group(1).lower()
        if name.endswith("keyframes"):
            return "svg-moves", f"@{name}"
        if name != "media":
            return "svg-style", f"@{name}"
    if moving := _MOVES.search(css):
        return "svg-moves", moving.group(1)
    return _function_problem(css)


def _function_problem(css: str) -> tuple[str, str] | None:
    for match in _URL.finditer(css):
        address = next((part for part in match.groups() if part is not None), "")
        if not is_local_address(address):
            return "svg-style", f"url({address})"
    css = _URL.sub(" ", css)
    for match in _FUNCTION.finditer(css):
        if match.group(1).lower() not in _FUNCTIONS:
            return "svg-style", f"{match.group(1)}()"
    return None
