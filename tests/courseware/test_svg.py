"""A drawing is let through; whatever could run, fetch, move or explode is not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courseware.checks.svg import MAX_PROBLEMS, svg_problems


def drawing(inner: str, attributes: str = "") -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 10 10" {attributes}>\n{inner}\n</svg>'
    ).encode()


def codes(inner: str, attributes: str = "") -> list[str]:
    return [code for _, code, _ in svg_problems(drawing(inner, attributes))]


GOOD = """<title>Un fil</title><desc>Trois étapes</desc>
<style>/* thème */ .a { fill: #0b4f3a; font: 700 14px sans-serif } @media (prefers-color-scheme: dark) { .a {
fill: rgb(1 2 3 / .5); stroke: var(--x, red); transform: rotate(3deg) } text { fill: url(#w) } }</style>
<defs><pattern id="w" width="8" height="8" patternUnits="userSpaceOnUse"><path class="clay" d="M0 0h8v8H0z"/></pattern>
<linearGradient id="g" xlink:href="#w" gradientTransform="rotate(90)">
<stop offset="0" stop-color="rgb(1,2,3)"/></linearGradient>
<clipPath id="c"><circle cx="1" cy="1" r="1"/></clipPath></defs>
<g fill="url(#w)" style="opacity:.5; fill: url('#g')" clip-path="url(#c)" aria-hidden="true" transform="translate(1 2)">
<text x="1" y="2" xml:lang="fr" xml:space="preserve">Lundi
<tspan font-size="16">une trieuse</tspan></text><use href="#w"/></g>"""


def test_a_drawing_is_let_through() -> None:
    assert svg_problems(drawing(GOOD, 'role="img" aria-labelledby="d" width="10" data-name="x"')) == ()


def test_what_drawing_programs_note_for_themselves_is_let_through() -> None:
    inner = """<s:namedview xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="x" pagecolor="#fff"/>
    <metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:li r:about="x"/></r:RDF></metadata>
    <g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="Layer" i:groupmode="layer"/>"""
    assert codes(inner) == []


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("static/img/*.svg")), ids=lambda path: path.name)
def test_the_platforms_own_drawings_pass(path: Path) -> None:
    assert svg_problems(path.read_bytes()) == ()


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("<script>alert(1)</script>", "svg-element"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>', "svg-element"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', "svg-element"),
        ('<metadata><script xmlns="http://www.w3.org/1999/xhtml"/></metadata>', "svg-element"),
        ("<metadata><script>alert(1)</script></metadata>", "svg-element"),
        ("<foreignObject><p>a</p></foreignObject>", "svg-element"),
        ('<image href="https://example.org/x.png"/>', "svg-element"),
        ('<a href="https://example.org"><path d="M0 0"/></a>', "svg-element"),
        ('<feImage href="#a"/>', "svg-element"),
        ('<iframe src="x"/>', "svg-element"),
        ('<handler type="x"/>', "svg-element"),
        ('<g onclick="alert(1)"/>', "svg-script"),
        ('<g ONLOAD="alert(1)"/>', "svg-script"),
        ('<animate attributeName="x" dur="1s"/>', "svg-moves"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "svg-moves"),
        ('<animateTransform attributeName="transform"/>', "svg-moves"),
        ("<style>@keyframes a { to { x: 1 } }</style>", "svg-moves"),
        ("<style>.a { animation: a 1s }</style>", "svg-moves"),
        ('<g style="transition : all 1s"/>', "svg-moves"),
        ("<style>.a{-webkit-animation-name:a}</style>", "svg-moves"),
        ('<use href="https://example.org/#a"/>', "svg-address"),
        ('<use xlink:href="other.svg#a"/>', "svg-address"),
        ('<use href="data:image/svg+xml,x"/>', "svg-address"),
        ('<use href="javascript:alert(1)"/>', "svg-address"),
        ('<use href="&#106;avascript:alert(1)"/>', "svg-address"),
        ('<g fill="url(https://example.org/#a)"/>', "svg-style"),
        ('<g fill="u\\72l(https://example.org/#a)"/>', "svg-style"),
        ('<g style="fill:url(//example.org)"/>', "svg-style"),
        ('<g style="fill:u\\72l(//example.org)"/>', "svg-style"),
        ("<style>@import 'x.css';</style>", "svg-style"),
        ("<style>@im/**/port url(x);</style>", "svg-style"),
        ("<style>@font-face{src:url(x)}</style>", "svg-style"),
        ("<style>a{background:url( 'https://x' )}</style>", "svg-style"),
        ("<style>a{background:image-set('https://x' 1x)}</style>", "svg-style"),
        ("<style>a{width:expression(alert(1))}</style>", "svg-style"),
        ("<style><![CDATA[</style><script>]]></style>", "svg-style"),
        ('<g xml:base="https://example.org"/>', "svg-attribute"),
        ('<g href="#a" tabindex="0"/>', "svg-attribute"),
        ("<?xml-stylesheet href='x.css'?>", "svg-instruction"),
    ],
)
def test_what_is_no_drawing_is_told(inner: str, code: str) -> None:
    assert code in codes(inner)
    assert svg_problems(drawing(inner))[0][0] == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "svg-doctype"),
        (
            b'<!DOCTYPE svg PUBLIC "x" "http://example.org/x.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>',
            "svg-doctype",
        ),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", "svg-not-xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>&nbsp;</svg>", "svg-not-xml"),
        (b"", "svg-not-xml"),
        (b"\x89PNG", "svg-not-utf8"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"), "svg-not-utf8"),
        (b"<svg/>", "svg-root"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "svg-root"),
        (drawing("<g>" * 50 + "</g>" * 50), "svg-too-large"),
        (drawing("<g/>" * 20_000), "svg-too-large"),
        (drawing("<g>" * 400_000), "svg-too-large"),
    ],
)
def test_what_should_not_be_read_on_is_told_once(data: bytes, code: str) -> None:
    assert [found for _, found, _ in svg_problems(data)] == [code]


def test_problems_are_bounded_and_say_where() -> None:
    found = svg_problems(drawing("\n".join(f"<x{n}/>" for n in range(1_000))))
    assert len(found) == MAX_PROBLEMS
    assert found[3] == (5, "svg-element", {"element": "x3"})


@given(st.binary())
def test_any_bytes_are_judged(data: bytes) -> None:
    svg_problems(data)
