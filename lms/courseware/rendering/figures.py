"""Pictures with captions, and tables that survive a narrow screen."""

from xml.etree.ElementTree import Element, SubElement


def dress_figure(paragraph: Element) -> None:
    """A picture that stands alone and has a title becomes a figure with that caption."""
    if len(paragraph) != 1 or paragraph[0].tag != "img" or (paragraph.text or "").strip():
        return
    picture = paragraph[0]
    caption = picture.attrib.pop("title", "")
    if caption and not (picture.tail or "").strip():
        paragraph.tag = "figure"
        picture.tail = None
        SubElement(paragraph, "figcaption").text = caption
    elif caption:
        picture.set("title", caption)


def dress_table(parent: Element, table: Element, label: str) -> None:
    """Give a table its header cells and a box of its own to scroll in, which the keyboard can reach."""
    for row in table.iter("tr"):
        for place, cell in enumerate(row):
            is_empty = not (cell.text or "").strip() and not len(cell)
            if cell.tag == "th":
                cell.set("scope", "col")
            elif place == 0 and not is_empty:
                cell.tag = "th"
                cell.set("scope", "row")
            if cell.tag == "th" and is_empty:
                cell.tag = "td"
                del cell.attrib["scope"]
            if cell.attrib.pop("align", "") == "right":
                cell.set("class", "num")
    box = Element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label})
    place = list(parent).index(table)
    parent[place] = box
    box.append(table)
