"""The last wall: whatever the pipeline made, only this comes out."""

import nh3

_ATTRIBUTES = {
    "a": {"href", "hreflang", "title", "id", "aria-label"},
    "abbr": {"title"},
    "div": {"role", "tabindex", "aria-label"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "img": {"src", "alt", "title", "loading"},
    "li": {"id"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "th": {"scope"},
    "*": {"lang"},
}
_TAGS = {
    *("a", "abbr", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "figcaption", "figure", "hr", "img"),
    *("h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "span", "strong", "sup", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes={"div": {"scroll"}, "td": {"num"}, "th": {"num"}},
    url_schemes={"https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """`html` without anything that is not on the list: no script, no style, no address but https, mailto, tel."""
    return _CLEANER.clean(html)
