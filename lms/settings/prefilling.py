"""The legal texts that come with the software, as the Markdown from which an administrator goes on writing."""

import re
from html.parser import HTMLParser

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


class _Writer(HTMLParser):
    """Paragraphs, lists, headings, links and emphasis: all that those texts are made of."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.text = ""
        self.prefix = ""
        self.link = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li", "h3", "h4"):
            self.prefix, self.text = {"p": "", "li": "- ", "h3": "## ", "h4": "### "}[tag], ""
        elif tag == "a":
            self.link = dict(attributes).get("href") or ""
            self.text += "["
        elif tag in ("em", "strong"):
            self.text += "*" if tag == "em" else "**"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li", "h3", "h4"):
            block = self.prefix + " ".join(self.text.split(" ")).strip()
            if tag == "li" and self.blocks and self.blocks[-1].startswith("- "):
                self.blocks[-1] += f"\n{block}"
            else:
                self.blocks.append(block)
        elif tag == "a":
            self.text += f"]({self.link})"
        elif tag in ("em", "strong"):
            self.text += "*" if tag == "em" else "**"

    def handle_data(self, data: str) -> None:
        self.text += _SPECIAL.sub(r"\\\1", data.replace("\n", " "))


def markdown_of(html: str) -> str:
    """Markdown that the pipeline renders to this HTML of ours."""
    writer = _Writer()
    writer.feed(html)
    return "\n\n".join(writer.blocks)
