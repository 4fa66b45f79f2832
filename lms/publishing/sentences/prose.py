"""What is wrong with prose, blocks, links, pictures and glossaries."""

from lms.errors import N_

SENTENCES = {
    # Blocks
    "block-indented": N_("/// must stand at the beginning of its line; remove the spaces before it"),
    "block-in-block": N_("the block “%(open)s” of line %(line)s is still open; close it with /// before this one"),
    "block-not-closed": N_("the block “%(name)s” is not closed; put a line /// under it"),
    "closes-nothing": N_("this /// closes nothing; remove it, or write the line that opens the block"),
    "unknown-block": N_("there is no block “%(name)s”; use one of: %(allowed)s"),
    "unknown-block-meant": N_("there is no block “%(name)s”; did you mean %(meant)s?"),
    "block-not-closed-fence": N_(
        "the block “%(name)s” is not closed: the code that begins at line %(line)s has no end; "
        "repeat the marks that open it under the code, then write ///"
    ),
    "block-not-here": N_("a block “%(name)s” cannot stand in this file; move it to a lesson"),
    "block-needs-title": N_("the block needs a title; write /// %(name)s | Title"),
    "block-empty": N_("the block “%(name)s” is empty; write its text, or remove it"),
    "audio-needs-media": N_("the block does not say which recording; write /// audio | media/name.opus"),
    "audio-needs-transcript": N_("the recording has no transcript; write what is said between the two lines ///"),
    "body-not-here": N_("this file has no text below its head; move the text to a lesson"),
    # Prose
    "heading-level-one": N_("the title already is the first heading; write ## here"),
    "heading-empty": N_("the heading has no letter to make an anchor of; write some, or name one: ## … {#name}"),
    "bad-anchor": N_("“%(anchor)s” cannot be an anchor; use small letters a to z, digits and hyphens"),
    "anchor-twice": N_(
        "the anchor “%(anchor)s” is taken by the heading at line %(other)s; name this one: ## … {#another}"
    ),
    "anchor-reserved": N_("the page uses the anchor “%(anchor)s” itself; name another: ## … {#another}"),
    "raw-html": N_(
        "%(tag)s: HTML is not allowed in a text; write it in Markdown, or between backticks if it is to be shown"
    ),
    "idle-attribute": N_(
        "{%(mark)s} has no effect here; {lang=…} stands after emphasis, a link, a heading or at the end of a "
        "paragraph, {#key} at the end of a heading, {.decorative} and {.only} after a picture"
    ),
    "unknown-attribute": N_(
        "{%(mark)s} means nothing here; use {#anchor}, {lang=en}, {.decorative} or {.only}, or backticks to show it"
    ),
    "link-like-text": N_(
        "this looks like a link and is read as text; an address has no spaces, and a caption straight quotes"
    ),
    "heading-like-text": N_("this looks like a heading and is read as text; put a space behind the #"),
    "note-missing": N_("the footnote [^%(name)s] has no text; add a line [^%(name)s]: …"),
    "note-twice": N_("the footnote [^%(name)s] is already written at line %(other)s; name one of them differently"),
    "note-unused": N_("nothing refers to the footnote [^%(name)s]; refer to it, or remove it"),
    "note-in-question": N_("a question has no footnotes; write it in the prose, or in the explanation"),
    "figure-without-year": N_(
        "%(figure)s has a source and no year; say in the text or in its footnote which year the figure describes"
    ),
    "lesson-long": N_("the lesson has %(words)s words, over %(limit)s is long for a phone; divide it"),
    "minutes-off": N_(
        "the lesson is said to take %(minutes)s minutes, reading it takes about %(measured)s; correct or remove minutes"
    ),
    # Links
    "link-http": N_("%(target)s travels in the open; write %(mended)s"),
    "link-to-file": N_("%(target)s is a file, which readers do not have; write %(mended)s"),
    "unknown-target": N_(
        "%(target)s leads nowhere; use lesson:key, quiz:key, term:key, course:slug, #anchor, media/name, https://…, "
        "mailto:… or tel:…"
    ),
    "unknown-target-meant": N_("%(target)s leads nowhere; did you mean %(meant)s?"),
    "unknown-anchor": N_("there is no heading “%(anchor)s”; correct the link, or name the heading: ## … {#name}"),
    "unknown-anchor-meant": N_("there is no heading “%(anchor)s”; did you mean %(meant)s?"),
    "unknown-lesson": N_("there is no lesson “%(key)s”; correct the key: the file's name without number and language"),
    "unknown-lesson-meant": N_("there is no lesson “%(key)s”; did you mean %(meant)s?"),
    "unknown-quiz": N_("there is no quiz “%(key)s”; correct the key: quiz.fr.md of 01-why has the key why-quiz"),
    "unknown-quiz-meant": N_("there is no quiz “%(key)s”; did you mean %(meant)s?"),
    "unknown-term": N_("the glossary has no “%(key)s”; add the term there, with {#%(key)s}"),
    "unknown-term-meant": N_("the glossary has no “%(key)s”; did you mean %(meant)s?"),
    # Pictures
    "picture-not-in-media": N_("%(target)s is not in the media folder; put the picture there and write media/name"),
    "picture-type": N_("%(name)s is no picture; use one of %(allowed)s, or a link without !"),
    "recording-type": N_("%(name)s is no recording; use one of %(allowed)s"),
    "picture-without-text": N_(
        "%(name)s has no alternative text; say between the brackets what it shows, or mark it {.decorative}"
    ),
    "decorative-with-text": N_("a decorative picture has no alternative text; remove the text, or {.decorative}"),
    # Glossary
    "glossary-line": N_("neither a term nor a definition; write “Term {#key}”, and “: its definition” under it"),
    "term-without-key": N_("the term “%(name)s” has no key; write {#key} after it"),
    "term-without-definition": N_("the term “%(name)s” has no definition; write “: …” on the next line"),
}
