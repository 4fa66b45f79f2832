"""What is wrong with course.yml, the heads of files and the settings of questions."""

from lms.errors import N_

SENTENCES = {
    # YAML
    "yaml-syntax": N_(
        "this line cannot be read, at column %(column)s; write `name: value`, and put the value between double "
        "quotes if it holds a colon or a #"
    ),
    "yaml-ambiguous": N_(
        "%(text)s can be read in two ways; for the text, write %(quoted)s, for a number, plain digits"
    ),
    "yaml-duplicate-key": N_("“%(key)s” stands here twice; keep one"),
    "yaml-key": N_("a name before the colon is a list or missing here; write `name: value`"),
    "yaml-alias": N_("& and * at the beginning of a value are not allowed; put the value between double quotes"),
    "yaml-tag": N_("%(tag)s: a value may not begin with !; put it between double quotes"),
    "yaml-too-deep": N_("lists and names stand too deep in one another; %(limit)s levels are the most"),
    "yaml-too-long": N_("this is too long; %(limit)s characters are the most: texts for readers go below the head"),
    "yaml-two-documents": N_("a line --- begins a second part here; remove it"),
    "no-break-space-in-yaml": N_("a no-break space stands at column %(column)s; replace it by a plain space"),
    # Heads
    "no-head": N_("the file has no head; begin it with ---, `title: …`, and --- again, each on a line"),
    "head-not-closed": N_("the head is not closed; put a line --- under it"),
    "head-not-here": N_("this file has no head; remove what stands between the two lines ---"),
    "missing-field": N_("“%(field)s” is missing; add a line `%(field)s: …`"),
    "unknown-field": N_("“%(field)s” means nothing here; remove it, or use one of: %(allowed)s"),
    "unknown-field-meant": N_("“%(field)s” means nothing here; did you mean %(meant)s?"),
    "unknown-value": N_("“%(value)s” is no value for %(field)s; use one of: %(allowed)s"),
    "unknown-value-meant": N_("“%(value)s” is no value for %(field)s; did you mean %(meant)s? (one of: %(allowed)s)"),
    "expects-text": N_("%(field)s expects a text, not %(value)s; put it between double quotes"),
    "expects-some-text": N_("%(field)s is empty; write its text, or remove the line"),
    "expects-list": N_("%(field)s expects a list, not %(value)s; write [first, second], or a line “- …” for each"),
    "expects-mapping": N_("names and values are expected here, not %(value)s; write a line `name: value` for each"),
    "expects-whole-number": N_("%(field)s expects a whole number from %(low)s to %(high)s, not %(value)s"),
    "expects-number-or-unlimited": N_("%(field)s expects a whole number from 1, or unlimited, not %(value)s"),
    "expects-hours": N_("%(field)s expects a number of hours above 0, such as 2 or 1.5, not %(value)s"),
    "expects-points": N_("%(field)s expects a number above 0, such as 1 or 0.5, not %(value)s"),
    "expects-true-or-false": N_("%(field)s expects true or false, not %(value)s"),
    "expects-date": N_('%(field)s expects a date such as "2026-11-30" between double quotes, not %(value)s'),
    "expects-https": N_("%(field)s expects an address that begins with https://, not %(value)s"),
    "expects-draw": N_(
        "%(field)s expects a number of questions, or one for each quiz as in {why-quiz: 3}, not %(value)s"
    ),
    "expects-languages": N_("%(field)s expects fr, en or both, the original first, as in [fr, en], not %(value)s"),
    "expects-country": N_("%(field)s expects a country of two capital letters, such as SN, not %(value)s"),
    "head-names-no-media": N_("“%(name)s” is no file of the media folder; write media/ before its name"),
    # course.yml
    "unknown-institution": N_("the institution “%(slug)s” is not known here; add it to institutions.yml"),
    "unknown-institution-meant": N_("the institution “%(slug)s” is not known here; did you mean %(meant)s?"),
    "unknown-topic": N_("the topic “%(slug)s” is not known here; add it to topics.yml, or choose another"),
    "unknown-topic-meant": N_("the topic “%(slug)s” is not known here; did you mean %(meant)s?"),
    "unknown-course": N_("the course “%(slug)s” is not known here; correct its name, or release that course first"),
    "prerequisite-itself": N_("the course requires itself; remove “%(slug)s” here"),
    "closes-before-opens": N_(
        "the course closes on %(closes)s, before it opens on %(opens)s; correct one of the dates"
    ),
    "completion-without-file": N_(
        "completion asks for %(field)s, and there is none; write %(file)s, or set %(field)s: none"
    ),
    # Quizzes
    "quiz-without-questions": N_("the quiz has no question; write one, or name other quizzes under from:"),
    "window-without-attempts": N_("per_hours limits nothing without a number of attempts; add `attempts: …`"),
    "measure-taken-once": N_("a quiz that measures is taken once; remove %(field)s"),
    "measure-with-pass-mark": N_("a quiz that measures has no pass mark; remove pass_percent"),
    "draw-too-many": N_("more questions are to be drawn (%(draw)s) than there are (%(count)s); lower the number"),
    "draw-unknown-pool": N_("“%(pool)s” is neither this quiz nor named under from:; add it there"),
    "draw-unknown-pool-meant": N_("“%(pool)s” is neither this quiz nor named under from:; did you mean %(meant)s?"),
}
