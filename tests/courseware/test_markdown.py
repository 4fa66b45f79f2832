"""Prose becomes the markup that the style sheet and screen readers expect, and nothing else gets through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown

from lms.courseware.rendering.markdown import render
from lms.courseware.rendering.passages import Passage
from tests.courseware.samples import html, prose, setting


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Un *mot* et **deux**.", "<p>Un <em>mot</em> et <strong>deux</strong>.</p>"),
        ("***a*** et *a **b***", "<p><em><strong>a</strong></em> et <em>a <strong>b</strong></em></p>"),
        ("snake_case_name et 5*3*2", "<p>snake_case_name et 5<em>3</em>2</p>"),
        ("`a *b*` et ``c ` d``", "<p><code>a *b*</code> et <code>c ` d</code></p>"),
        (r"\*a\* \_b\_", "<p>*a* _b_</p>"),
        ("a  \nb\\\nc\nd", "<p>a<br>b<br>c\nd</p>"),
        ("AT&T &amp; &lt;b&gt; &copy; &amp;lt;.", "<p>AT&amp;T &amp; &lt;b&gt; © &amp;lt;.</p>"),
        ("<b>gras</b> <!-- rien -->", "<p>&lt;b&gt;gras&lt;/b&gt; &lt;!-- rien --&gt;</p>"),
        ("```\n<b> : *x*\n```", '<pre tabindex="0"><code>&lt;b&gt; : *x*\n</code></pre>'),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a *b*\n  - c", "<ul><li>a <em>b</em><ul><li>c</li></ul></li></ul>"),
        ("> a\n> - b", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>"),
        ("Un\nDeux\n: Mot", "<dl><dt>Un</dt><dt>Deux</dt><dd>Mot</dd></dl>"),
        ("a\n\n***\n\nb", "<p>a</p><hr><p>b</p>"),
    ],
)
def test_markdown_becomes_html(source: str, expected: str) -> None:
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Où aller ?", '<h2 id="ou-aller">Où aller_?</h2>'),
        ("## Où {#place}", '<h2 id="place">Où</h2>'),
        ("## In English {#key lang=en}", '<h2 lang="en" id="key">In English</h2>'),
        ("# Un", '<h2 id="un">Un</h2>'),
        ("### L'*été* (2)", '<h3 id="l-ete-2">L’<em>été</em> (2)</h3>'),
        ("## Note 1", '<h2 id="h-note-1">Note 1</h2>'),
        ("## A\n## A", '<h2 id="a">A</h2><h2>A</h2>'),
    ],
)
def test_headings_have_anchors(source: str, expected: str) -> None:
    assert html(source) == expected


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("lesson:giving", "/fr/courses/basics/lessons/giving"),
        ("lesson:giving#far", "/fr/courses/basics/lessons/giving#far"),
        ("#far", "#far"),
        ("course:other", "/fr/courses/other"),
        ("media/tool.xlsx", f"/media/{'d' * 64}/tool.xlsx"),
        ("media/map.svg", f"/media/{'a' * 64}/map.fr.svg"),
        ("https://example.org/a_(b)?x=1&y=2", "https://example.org/a_(b)?x=1&amp;y=2"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+221770000000", "tel:+221770000000"),
    ],
)
def test_links_lead_to_their_final_address(target: str, address: str) -> None:
    assert html(f"[ici]({target})") == f'<p><a href="{address}">ici</a></p>'


@pytest.mark.parametrize(
    "target",
    [
        "http://example.org", "javascript:alert(1)", "java&#115;cript:alert(1)", "JaVaScRiPt:alert(1)",
        "data:text/html,x", "//example.org", "/absolute", "../giving.fr.md", "media/none.svg", "media/../x",
        "vbscript:x", "<javascript:alert(1)>", "lesson:A b", "x", "",
    ],
)  # fmt: skip
def test_other_targets_are_not_linked(target: str) -> None:
    assert "<a" not in html(f"[ici]({target})")
    assert "<img" not in html(f"![ici]({target})")


def test_links_keep_their_languages() -> None:
    source = '[the guide](https://example.org "Title"){lang=en} et <https://example.org>'
    assert html(source) == (
        '<p><a href="https://example.org" title="Title" lang="en">the guide</a> et '
        '<a href="https://example.org">https://example.org</a></p>'
    )


def test_reference_links_are_links() -> None:
    assert html("[a][ref] et [Ref]\n\n[ref]: https://example.org") == (
        '<p><a href="https://example.org">a</a> et <a href="https://example.org">Ref</a></p>'
    )


def test_links_do_not_nest() -> None:
    assert html("[a [b](#b) c](#a)") == '<p>[a <a href="#b">b</a> c](#a)</p>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*first in, first out*{lang=en}", '<p><em lang="en">first in, first out</em></p>'),
        ("**a *b***{lang=en}", '<p><strong lang="en">a <em>b</em></strong></p>'),
        ("Here: there! {lang=en}", '<p lang="en">Here: there!</p>'),
        ("Here:\nthere!\n{lang=en}", '<p lang="en">Here:\nthere!</p>'),
        ("- Here: there! {lang=en}\n- b", '<ul><li lang="en">Here: there!</li><li>b</li></ul>'),
        ("- Here! {lang=en}\n  - là !", '<ul><li><span lang="en">Here!</span><ul><li>là_!</li></ul></li></ul>'),
        ("Un {mot} entre accolades {x=1}", "<p>Un {mot} entre accolades {x=1}</p>"),
        ("*a*{onclick=x}", "<p><em>a</em>{onclick=x}</p>"),
    ],
)
def test_another_language_is_marked_and_set_as_its_own(source: str, expected: str) -> None:
    assert html(source) == expected


def test_typography_is_that_of_the_nearest_language() -> None:
    assert html("Why? *Pourquoi ?*{lang=fr}", "en") == '<p>Why? <em lang="fr">Pourquoi_?</em></p>'
    assert html("It's 'here': `a :`", "en") == "<p>It's 'here': <code>a :</code></p>"
    assert html("« *Awa* » dit : **non** !") == "<p>«_<em>Awa</em>_» dit_: <strong>non</strong>_!</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '![Une carte ?](media/map.svg "Le trajet : trois jours")',
            f'<figure><img src="/media/{"a" * 64}/map.fr.svg" alt="Une carte_?">'
            "<figcaption>Le trajet_: trois jours</figcaption></figure>",
        ),
        ("![](media/net.png){.decorative}", f'<p><img src="/media/{"c" * 64}/net.png" alt=""></p>'),
        ("![x](media/net.png){.only}", f'<p><img src="/media/{"c" * 64}/net.png" alt="x"></p>'),
    ],
)
def test_pictures(source: str, expected: str) -> None:
    assert html(source) == expected


def test_pictures_below_the_first_wait() -> None:
    found = html("![a](media/net.png)\n\n![b](media/net.png) et ![c](media/map.svg)")
    assert [bool(re.search("lazy", image)) for image in re.findall("<img[^>]*>", found)] == [False, True, True]


def test_a_table_scrolls_in_a_box_of_its_own() -> None:
    assert html("## Qui ?\n\n| | A | B |\n|---|---|--:|\n| un | *a* | 2 |\n| | `x|y` | 3 |").split("</h2>")[1] == (
        '<div class="scroll" role="region" tabindex="0" aria-label="Tableau_: Qui_?"><table><thead><tr><td></td>'
        '<th scope="col">A</th><th scope="col" class="num">B</th></tr></thead><tbody><tr><th scope="row">un</th>'
        '<td><em>a</em></td><td class="num">2</td></tr><tr><td></td><td><code>x|y</code></td><td class="num">3</td>'
        "</tr></tbody></table></div>"
    )


def test_two_tables_under_one_heading_have_two_names() -> None:
    labels = re.findall('aria-label="([^"]*)"', html("|a|b|\n|-|-|\n|1|2|\n\n|a|b|\n|-|-|\n|1|2|"))
    assert labels == ["Tableau", "Tableau (2)"]


def test_footnotes_are_numbered_by_first_reference_wherever_they_stand() -> None:
    passages = [
        Passage("[^z]: Dernière\n\nTexte[^b] et[^a].", is_prose=True),
        Passage("Encore[^b] et[^z]. Rien[^no].", is_prose=True),
        Passage("[^a]: Celle-ci *aussi*.\n\n[^b]: Deux\n\n    paragraphes.", is_prose=True),
    ]
    found = render(passages, setting())
    assert found.html[0] == (
        '<p>Texte<sup><a href="#note-1" id="ref-1" aria-label="Note 1">1</a></sup> et'
        '<sup><a href="#note-2" id="ref-2" aria-label="Note 2">2</a></sup>.</p>'
    )
    assert re.findall(r'id="([^"]*)"', found.html[1]) == ["ref-1-2", "ref-3"]
    assert "Rien[^no]." in found.html[1]
    assert found.html[2] == ""
    assert found.notes_html == (
        '<li id="note-1"><p>Deux</p><p>paragraphes. <a href="#ref-1">Retour au texte</a></p></li>'
        '<li id="note-2">Celle-ci <em>aussi</em>. <a href="#ref-2">Retour au texte</a></li>'
        '<li id="note-3">Dernière <a href="#ref-3">Retour au texte</a></li>'
    )


def test_a_footnote_may_refer_to_another() -> None:
    assert prose("a[^a]\n\n[^a]: b[^b]\n[^b]: c[^a]").notes_html.count("<li") == 2


def test_abbreviations_are_explained_in_all_passages() -> None:
    passages = [
        Passage("L'OIT agit.", is_prose=True),
        Passage("*[OIT]: Organisation : travail\n\nOITX `OIT`", is_prose=True),
    ]
    found = render(passages, setting()).html
    assert found[0] == '<p>L’<abbr title="Organisation : travail">OIT</abbr> agit.</p>'
    assert found[1] == "<p>OITX <code>OIT</code></p>"


def test_the_first_link_to_a_term_can_be_led_back_to() -> None:
    assert html("[ici](term:risk), [là](term:risk)") == (
        '<p><a href="#term-risk" id="risk.use">ici</a>, <a href="#term-risk">là</a></p>'
    )


def test_a_link_to_a_quiz_leads_to_its_page() -> None:
    html = prose("[le *test*](quiz:why-quiz)").html[0]
    assert 'href="/fr/courses/basics/quizzes/why-quiz"' in html and "<em>test</em>" in html


def test_plain_text_has_the_words_alone() -> None:
    source = "## Qui ?\n\nUn *mot*[^a] `code`\n- a\n\n|x|y|\n|-|-|\n|1|2|\n\n![alt](media/net.png)\n\n[^a]: note"
    assert prose(source).plain[0] == "Qui\u202f?\nUn mot code\na\nx\ny\n1\n2"


def test_an_unclosed_fence_stays_in_its_passage() -> None:
    found = render([Passage("```\na", is_prose=True), Passage("*b*", is_prose=True)], setting()).html
    assert found == ['<pre tabindex="0"><code>a\n</code></pre>', "<p><em>b</em></p>"]


def test_questions_have_no_anchors_and_point_back_to_the_lesson() -> None:
    passages = [Passage("## A\n[x](#far) [y](term:risk) [^a]\n\n[^a]: b"), Passage("1. *un* : a", is_inline=True)]
    found = render(passages, setting())
    assert found.html == [
        '<h2>A</h2><p><a href="/fr/courses/basics/lessons/x#far">x</a> '
        '<a href="/fr/courses/basics/glossary#term-risk">y</a> [^a]</p>',
        "1. <em>un</em>\u202f: a",
    ]
    assert not found.terms


def test_the_platforms_own_marks_cannot_be_typed() -> None:
    marks = "\ue000who\ue001\ue000no\ue001\ue012\ue013\ue010&#xe000;no&#xe001;&#57362;"
    found = render([Passage(f"a {marks} b", blanks=frozenset({"who"})), Passage(f"c {marks}")], setting()).html
    assert len(found) == 2
    assert found[0] == "<p>a \ue000who\ue001no\ufffdno\ufffd\ufffd b</p>"
    assert found[1] == "<p>c whono\ufffdno\ufffd\ufffd</p>"


def test_blanks_survive_emphasis() -> None:
    passage = Passage("**\ue000a_b_c\ue001** : \ue0002\ue001", blanks=frozenset({"a_b_c", "2"}))
    assert render([passage], setting()).html == ["<p><strong>\ue000a_b_c\ue001</strong>\u202f: \ue0002\ue001</p>"]


@pytest.mark.parametrize(
    "source",
    ["A\n: b", "A\nB\n:   c\n    d\n\n:   e", "A\n\n:   b\n\n    c\n\nD\n: e", "a *b*\n: c\n: d\n\ntext"],
)
def test_definition_lists_are_those_of_the_extension(source: str) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\s*(<[^>]*>)\s*", r"\1", text)

    assert bare(html(source)) == bare(markdown(source, extensions=["def_list"]))


def test_nothing_to_render_is_nothing() -> None:
    assert render([], setting()).html == []
    assert render([Passage("")], setting()).html == [""]
    assert render([Passage(" \n")], setting()).html == [""]


SCRAPS = st.lists(
    st.sampled_from(
        ["*", "**", "_", "`", "[", "![", "](", ")", "#a", "https://x", "javascript:x", "<", ">", "<script>", "&lt;",
         "\n", "\n\n", "- ", "1. ", "> ", "| a | b |\n|---|---|\n", "a", " ", "é", "{lang=en}", "{#k}", "[^a]",
         "[^a]: ", ": ", "```", "\\", '"', "onclick=", "    ", "## ", "« ", " »", " ?", "*[a]: b", "\ue000", "\ue012",
         "&#xe001;", "x=1", "'"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(SCRAPS)
def test_no_scrap_of_source_becomes_dangerous(source: str) -> None:
    found = prose(source)
    text = found.html[0] + found.notes_html
    for tag in re.findall(r"<[^>]*>", text):
        assert re.fullmatch(r"</?[a-z0-9]+(?: [a-z-]+(?:=\"[^\"<>]*\")?)*>", tag), tag
        bare = re.sub('"[^"]*"', '""', tag)
        assert not re.search(r"<(?:script|style|iframe|svg|object|form|input)| (?:on\w+|style|data-[\w-]+)=", bare), tag
        assert not re.search(r' (?:href|src)="(?!https://|mailto:|tel:|/|#)', tag), tag
    assert not re.search("[\ue000-\uf8ff]", text)


@settings(max_examples=200, deadline=None)
@given(st.lists(SCRAPS, max_size=4))
def test_every_passage_comes_back_in_its_place(sources: list[str]) -> None:
    found = render([Passage(source, is_prose=True) for source in sources], setting())
    assert len(found.html) == len(found.plain) == len(sources)


HOSTILE = {
    "brackets": "[" * 100_000,
    "stars": "*" * 100_000,
    "stars with words": "*a **b " * 20_000,
    "underscores": "_a __b " * 20_000,
    "quotes": ">" * 100_000,
    "backticks": "`" * 100_000,
    "runs of backticks": " ".join("`" * length for length in range(1, 400)),
    "link openings": "[a](" * 25_000,
    "picture openings": "![a" * 20_000 + "](media/net.png)" * 8_000,
    "emphasis in emphasis": "*a _b " * 20_000 + "c_ d* " * 13_000,
    "spaces": "a" + " " * 190_000 + "b ?",
    "no-break spaces": "« a" + "\u00a0" * 90_000 + "b ?",
    "a wide table": "|a" * 60 + "\n" + "|-" * 60 + "\n" + "|\n" * 60_000,
    "a long row": "|`a" * 30_000 + "\n" + "|-" * 30_000,
    "references to one note": "[^a]" * 15_000 + "\n\n[^a]: " + "[^a]" * 1_000,
    "notes in notes": "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(9_000)) + "[^0]",
    "abbreviations": "".join(f"*[A{n}]: x\n" for n in range(5_000)) + "A1 " * 30_000,
    "one long abbreviation": "*[A]: " + "x" * 300 + "\n\n" + "A " * 90_000,
    "definitions": "a\n: b\n" * 30_000,
    "headings": "# a\n" * 45_000,
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(400)),
    "reference links": "[a]: https://b\n\n" + "[a] " * 15_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_rendered_within_bounds(source: str) -> None:
    """Each takes about a second at most; anything worse than linear would take minutes and be noticed."""
    found = prose(source)
    assert len(found.html[0]) + len(found.notes_html) < 20 * len(source) + 10_000


def test_text_beyond_the_cap_is_shown_as_typed() -> None:
    found = prose("*a*\n\n" * 60_000).html[0]
    assert found.startswith("<p>*a*</p>")
