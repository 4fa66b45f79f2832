"""The drawings of a certificate, as SVG: the cloth of its course, and the code that leads to its check."""

from collections.abc import Callable, Iterable, Iterator

import segno

CLAY, COTTON, DYE, OCHRE, LEAF = "#b4512c", "#f8f6f1", "#1b1d30", "#dd9a2a", "#0b4f3a"
WIDTH, HEIGHT, PERIOD = 20, 186, 12

Pieces = Iterator[tuple[str, str]]


def cloth(number: int) -> str:
    """The strip of a course, 20 × 186; there are three, and a fourth course starts them again."""
    strips = (_checked, _striped, _lozenged)
    return _svg(WIDTH, HEIGHT, strips[number % len(strips)]())


def code(address: str) -> str:
    """A QR code without its quiet zone, which the white of the sheet gives it."""
    size, path = modules(address)
    return _svg(size, size, iter([("#000", path)]))


def modules(address: str) -> tuple[int, str]:
    """How many modules a QR code is wide, and the path of the dark ones."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=0))
    return len(rows), "".join(_runs(rows))


def _svg(width: float, height: float, pieces: Pieces) -> str:
    paths = "".join(f'<path fill="{colour}" d="{path}"/>' for colour, path in pieces)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{paths}</svg>'


def _runs(rows: Iterable[Iterable[int]]) -> Iterator[str]:
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield f"M{start} {y}h{x - start}v1h-{x - start}z"
                start = None


def _band(y: float, height: float) -> str:
    return f"M0 {y:g}h{WIDTH}v{min(height, HEIGHT - y):g}H0z" if y < HEIGHT else ""


def _repeated(band: Callable[[float], str], step: float = PERIOD) -> str:
    return "".join(band(step * count) for count in range(int(HEIGHT / step) + 1))


def _checked() -> Pieces:
    """Solid blocks of warp, and plain weave between them."""
    squares = (
        f"M{x} {y}h1v1h-1z" for y in range(HEIGHT) if y % PERIOD >= PERIOD // 2 for x in range(WIDTH) if (x + y) % 2
    )
    yield DYE, _band(0, HEIGHT)
    yield OCHRE, "".join(squares)


def _striped() -> Pieces:
    """Weft stripes, two thin and one broad."""
    yield CLAY, _band(0, HEIGHT)
    yield COTTON, _repeated(lambda y: _band(y + 6, 1) + _band(y + 8, 1))
    yield DYE, _repeated(lambda y: _band(y + 10, 2))


def _lozenged() -> Pieces:
    """Lozenges, five in a row."""
    size = WIDTH / 5
    yield LEAF, _band(0, HEIGHT)
    lozenges = (
        f"M{size * (x + 0.5):g} {y * size:g}l{size / 2:g} {size / 2:g} {-size / 2:g} {size / 2:g} "
        f"{-size / 2:g} {-size / 2:g}z"
        for y in range(int(HEIGHT / size))
        for x in range(5)
    )
    yield OCHRE, "".join(lozenges)
