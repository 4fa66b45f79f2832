"""Why a zip is not unpacked, and why a drawing is not shown."""

from lms.errors import N_

SENTENCES = {
    # Zips
    "zip-unreadable": N_("this is no zip that can be read; make it again from the course's folder"),
    "zip-too-many": N_("the zip holds too many files, or is of a kind for huge ones; %(limit)s files are the most"),
    "zip-too-large": N_(
        "unpacked, the zip would take more than %(limit)s bytes; take out what the course does not need"
    ),
    "zip-unsafe-name": N_("“%(name)s” may lead out of the folder; make the zip again from inside the course's folder"),
    "zip-name-not-utf8": N_("the name “%(name)s” is not in UTF-8; make the zip again with another program"),
    "zip-name-twice": N_("“%(name)s” stands in the zip twice, see “%(other)s”; make the zip again"),
    "zip-name-case": N_("“%(name)s” and “%(other)s” are one name to some computers; rename one"),
    "zip-link": N_("“%(name)s” is a link to another file; put the file itself into the zip"),
    "zip-special-file": N_("“%(name)s” is neither a file nor a folder; leave it out"),
    "zip-encrypted": N_("“%(name)s” is protected by a password; make the zip without one"),
    "zip-method": N_("“%(name)s” is packed in an unusual way; make the zip with the usual method (deflate)"),
    "zip-bomb": N_("“%(name)s” unpacks to far more than it should; leave it out"),
    "zip-damaged": N_("“%(name)s” is damaged; make the zip again"),
    # Drawings
    "svg-not-utf8": N_("the drawing is not in UTF-8; save it again with that encoding"),
    "svg-not-xml": N_("the drawing cannot be read (%(reason)s); save it again as SVG"),
    "svg-doctype": N_("a drawing needs no <!DOCTYPE>; delete it"),
    "svg-instruction": N_("a drawing needs no <?%(name)s …?>; delete it"),
    "svg-too-large": N_(
        "the drawing has more than %(elements)s elements, or %(depth)s in one another; simplify it, or save it as webp"
    ),
    "svg-root": N_("the file begins with <%(element)s>, which is no drawing; save it again as SVG"),
    "svg-moves": N_("“%(name)s” makes the drawing move; remove it"),
    "svg-element": N_("<%(element)s> is not allowed in a drawing; remove it, or save the drawing as plain SVG"),
    "svg-script": N_("%(attribute)s of <%(element)s> is a script; remove it"),
    "svg-address": N_(
        "<%(element)s> points to %(address)s; a drawing points to its own parts (#…) only: put them in it"
    ),
    "svg-attribute": N_("%(attribute)s of <%(element)s> is not allowed; remove it, or save the drawing as plain SVG"),
    "svg-style": N_("the style “%(what)s” is not allowed in a drawing; remove it, or save the drawing as plain SVG"),
}
