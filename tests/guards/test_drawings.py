"""The drawings of the courses can be read: on the narrowest phone, in the dark and on paper, and weigh little."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

HEAVIEST_KB = 6
# A drawing is 320 wide; a lesson leaves it 280 on a screen of 320.
SCALE = 280 / 320
SMALLEST_PX = 14
CONTRAST = 7
# What stands behind a lesson: light, dark and paper; static/css/palabre.css.
GROUNDS = {"light": (248, 246, 241), "dark": (20, 21, 31), "print": (255, 255, 255)}
# Each text: its words, size, colour, box, and the colour of the shape that is painted under its middle.
LOOK = """() => Array.from(document.querySelectorAll("text")).map((text) => {
  const style = getComputedStyle(text), box = text.getBoundingClientRect();
  const painted = (one) => one.tagName !== "text" && one.tagName !== "svg" && getComputedStyle(one).fill !== "none";
  const under = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2).find(painted);
  return {
    words: text.textContent, size: parseFloat(style.fontSize), colour: style.fill,
    box: [box.left, box.top, box.right, box.bottom], under: under ? getComputedStyle(under).fill : "",
  };
})"""


def drawings(root: Path) -> list[Path]:
    return sorted(root.glob("courses/*/media/*.svg"))


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance after WCAG 2."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))


def faults(page: Page, path: Path) -> list[str]:
    """What somebody could not read in a drawing."""
    found = []
    for ground, colour in GROUNDS.items():
        page.emulate_media(media="print" if ground == "print" else "screen",
                           color_scheme="dark" if ground == "dark" else "light")  # fmt: skip
        page.goto(path.as_uri())
        width, height = page.evaluate("[document.documentElement.viewBox.baseVal].map((b) => [b.width, b.height])[0]")
        texts = page.evaluate(LOOK)
        for text in texts:
            own = contrast(rgb(text["colour"]), rgb(text["under"]) if text["under"] else colour)
            if own < CONTRAST:
                found.append(f"{ground}: {text['words']}: contrast {own:.1f}")
            if ground != "light":
                continue  # sizes and places are the same
            if text["size"] * SCALE < SMALLEST_PX:
                found.append(f"{text['words']}: {text['size'] * SCALE:.1f} px")
            left, top, right, bottom = text["box"]
            if left < -0.5 or right > width + 0.5 or top < -4 or bottom > height + 4:
                found.append(f"{text['words']}: cut off")
        if ground == "light":
            found += [f"{one['words']} on {other['words']}" for n, one in enumerate(texts)
                      for other in texts[:n] if _overlap(one["box"], other["box"])]  # fmt: skip
    return found


def _overlap(one: list[float], other: list[float]) -> bool:
    """Whether two boxes share more than what lines set close share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > 1 and height > 6


@pytest.fixture
def narrow(chromium: Browser) -> Page:
    context = chromium.new_context(viewport={"width": 320, "height": 480})
    yield context.new_page()
    context.close()


def test_each_drawing_weighs_little_and_is_there_in_both_languages(root: Path) -> None:
    names = {path.name for path in drawings(root)}
    assert len(names) >= 16
    for path in drawings(root):
        assert len(gzip.compress(path.read_bytes())) <= HEAVIEST_KB * 1000, path.name
        stem, language, _ = path.name.split(".")
        assert f"{stem}.{'en' if language == 'fr' else 'fr'}.svg" in names
        assert "<title" in path.read_text("utf-8")


@pytest.mark.browser
def test_each_drawing_is_read_on_a_narrow_phone_in_the_dark_and_on_paper(root: Path, narrow: Page) -> None:
    assert {path.name: wrong for path in drawings(root) if (wrong := faults(narrow, path))} == {}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (".s{fill:#43454f;font-size:16px}", ".s{fill:#43454f;font-size:15px}", " px"),
        ("scheme:dark){.b,.r{fill:#f2eee5}", "scheme:dark){.r{fill:#f2eee5}", "dark: "),
        ("print{.b,.s,.n,.r{fill:#000}", "print{.b,.s,.n,.r{fill:#999}", "print: "),
        ("Son mécanisme de réclamation", "Son mécanisme de réclamation et de recueil", "cut off"),
        ('x="50" y="111"', 'x="50" y="89"', " on "),
    ],
)
def test_a_planted_fault_is_found(root: Path, narrow: Page, tmp_path: Path, old: str, new: str, told: str) -> None:
    text = (root / "courses" / "fundamentals" / "media" / "ladder.fr.svg").read_text("utf-8")
    assert old in text
    spoilt = tmp_path / "spoilt.svg"
    spoilt.write_text(text.replace(old, new), "utf-8")
    assert any(told in fault for fault in faults(narrow, spoilt))
