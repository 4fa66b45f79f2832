"""How soon a phone shows a lesson: a real Chromium on a slow line, with its processor slowed."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from lms.testing import CHROMIUM

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PROCESSOR_SLOWED = 6
PHONE: ViewportSize = {"width": 360, "height": 800}
_FIRST_PAINT = """() => new Promise(tell => new PerformanceObserver(list => {
    const paint = list.getEntriesByName('first-contentful-paint')[0];
    if (paint) tell(paint.startTime);
}).observe({type: 'paint', buffered: true}))"""


@dataclass(frozen=True)
class Line:
    """A network: bits a second in thousands, and milliseconds there and back."""

    name: str
    kilobits: int
    milliseconds: int


LINES = (Line("3G", 400, 400), Line("EDGE", 240, 840))


@dataclass(frozen=True)
class Paint:
    """What a cold visit cost: seconds to the first paint, requests, and kilobytes on the wire."""

    line: Line
    seconds: float
    requests: int
    kilobytes: float


def first_paints(address: str, visits: int = 3) -> Iterator[Paint]:
    """The median first paint of a page over some cold visits, on each line; nothing without Chromium."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for line in LINES:
            paints = sorted((_visit(browser, address, line) for _ in range(visits)), key=lambda paint: paint.seconds)
            yield paints[len(paints) // 2]
        browser.close()


def _visit(browser: Browser, address: str, line: Line) -> Paint:
    """One visit with an empty cache."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    bytes_a_second = line.kilobits * 1000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": line.milliseconds,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR_SLOWED})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    milliseconds = page.evaluate(_FIRST_PAINT)
    context.close()
    return Paint(line, milliseconds / 1000, len(sizes), sum(sizes) / 1000)
