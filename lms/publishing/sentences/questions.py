"""What is wrong with questions, and with two languages that do not agree."""

from lms.errors import N_

SENTENCES = {
    "question-without-key": N_("the question has no key; write /// question | key"),
    "settings-need-blank-line": N_("a blank line ends the settings; put one between them and the question"),
    "setting-in-text": N_(
        "this looks like a setting and is read as text; write it directly under /// question, behind four spaces"
    ),
    "setting-not-for-kind": N_("a question of type %(kind)s has no use for “%(field)s”; remove the line"),
    "empty-prompt": N_("nothing is asked; write the question above its answers"),
    "no-answers": N_("the question has no answers; write them under it, or say its type"),
    "tick-form": N_(
        "this looks like an answer and is none; write - [ ] or - [x] for it, or - ( ) in a survey, then a space"
    ),
    "two-explanations": N_("two quotes follow one another; put a sentence between, or make them one explanation"),
    "text-after-answers": N_(
        "text stands under the answers; move it above them, or begin it with > if it is the explanation"
    ),
    "plain-bullet": N_("a plain bullet stands among the answers; write - [ ] or - [x]"),
    "answer-not-indented": N_("the line belongs to no answer; indent it by two spaces, or begin it as an answer"),
    "tab-in-answers": N_("a tab stands among the answers; use two spaces"),
    "empty-option": N_("the answer is empty; write its text, or remove the line"),
    "option-not-plain": N_("an answer is one paragraph; move lists, tables, code and footnotes to the question"),
    "option-second-paragraph": N_("an answer is one paragraph; join the two, or make this one its feedback with >"),
    "option-second-feedback": N_("an answer has one feedback; join the two quotes"),
    "no-feedback-here": N_("these answers have no feedback each; move it to the explanation under them all"),
    "lesson-of-a-lesson": N_(
        "a question in a lesson names no lesson to read again: its reader is there; remove the line"
    ),
    "option-without-feedback": N_("option %(number)s has no feedback; say under it, with >, why it is right or wrong"),
    "equal-options": N_("“%(text)s” stands here twice; make the two differ"),
    "too-few-options": N_("there are too few answers (%(count)s); two are the fewest"),
    "too-many-options": N_(
        "the question has %(count)s of them and %(limit)s are the most that a phone can show; make several questions"
    ),
    "too-many-questions": N_("there are %(count)s questions here and %(limit)s are the most; make several texts of it"),
    "no-right-option": N_("no option is right; mark one with [x]"),
    "several-right-options": N_(
        "%(count)s options are right and type says choice; keep one [x], or write type: multiple"
    ),
    "type-does-not-fit": N_("these answers are not of type %(type)s but of: %(kinds)s; correct type, or the answers"),
    "table-columns": N_("the row has %(count)s cells; a matching question has two columns"),
    "empty-label": N_("a label is empty; say in the table’s first row what stands in each column"),
    "empty-right-cell": N_("the right cell is empty; write what belongs to the left one (a distractor is empty left)"),
    "not-a-number": N_(
        "“%(text)s” is not a number; write = 138, = 138 ± 2 or = 130..140 with a decimal point, or set type: short"
    ),
    "no-blanks": N_("the text has no blank; write [[answer]] where one is to be filled"),
    "blank-not-opened": N_("]] closes nothing; write [[ before it in the same paragraph, or put it between backticks"),
    "blank-not-closed": N_("[[ is not closed; write ]] after it in the same paragraph, or put it between backticks"),
    "blank-in-link": N_("a gap stands in a heading, a link or a picture; put it in a sentence"),
    "blank-empty": N_("the blank is empty; write [[answer]], or [[*right|wrong]] for a list"),
    "blank-list-one-right": N_("a list has two entries or more and one star; write [[*right|wrong]]"),
    "blank-named-twice": N_("two blanks are called “%(name)s”; give one another name"),
    "blanks-named-in-part": N_("some blanks have a name and some have none; name all or none"),
    "assignment-needs": N_("an assignment needs “%(field)s”; add it to the settings"),
    "assignment-before-trainers": N_(
        "an assignment cannot be released yet: nobody can assess it before there are trainers; take it out until then"
    ),
    "rubric-sum": N_("the rubric's points sum to %(total)s and the question has %(points)s; make them equal"),
    "kind-not-in-quiz": N_("a question of type %(kind)s cannot stand in a quiz; move it to a lesson"),
    "project-needs-assignment": N_("the project's question is an assignment; write type: assignment"),
    "project-is-one-question": N_("a project is one block /// question | project and nothing else; remove the rest"),
    # Two languages
    "repeated-differs": N_("“%(field)s” differs from the original; leave it out here: it stands in the original only"),
    "downloads-differ": N_("the downloads are not those of %(other)s (here: %(own)s; there: %(expected)s)"),
    "list-lengths-differ": N_(
        "%(field)s has %(own)s entries and %(other)s has %(expected)s; translate them one by one"
    ),
    "missing-block": N_("“%(block)s” of %(other)s:%(line)s is missing here; translate it"),
    "surplus-block": N_("“%(block)s” is not in %(other)s; remove it here, or add it there"),
    "order-differs": N_("“%(block)s” stands where %(other)s:%(line)s has “%(expected)s”; use the same order"),
    "media-differs": N_("media/%(own)s is not the recording of %(other)s:%(line)s; name media/%(expected)s"),
    "kinds-differ": N_("the question is of type %(own)s and that of %(other)s:%(line)s of type %(expected)s"),
    "option-counts-differ": N_(
        "%(own)s options here, %(expected)s at %(other)s:%(line)s; write the same, in one order"
    ),
    "row-counts-differ": N_("%(own)s pairs here, %(expected)s at %(other)s:%(line)s; write the same, in one order"),
    "right-cell-counts-differ": N_(
        "%(own)s different right cells here, %(expected)s at %(other)s:%(line)s; translate equal cells equally"
    ),
    "item-counts-differ": N_("%(own)s things to order here, %(expected)s at %(other)s:%(line)s; write the same"),
    "pairs-differ": N_("the pairs are not those of %(other)s:%(line)s; keep its rows in their order"),
    "numbers-differ": N_("the right answer is %(own)s here and %(expected)s at %(other)s:%(line)s; make them equal"),
    "rubrics-differ": N_("the rubric has %(own)s lines here and %(expected)s at %(other)s:%(line)s; write the same"),
    "right-answers-differ": N_(
        "option %(number)s is right in one language only, see %(other)s:%(line)s; mark it alike"
    ),
    "feedback-missing": N_("option %(number)s has feedback at %(other)s:%(line)s and none here; translate it"),
    "explanation-missing": N_("the question is explained at %(other)s:%(line)s and not here; translate the quote"),
    "unit-in-one-language": N_(
        "one language states a unit and the other does not, see %(other)s:%(line)s; state it in both"
    ),
    "blanks-differ": N_(
        "the blanks here (%(own)s) are not those of %(other)s:%(line)s (%(expected)s); keep them, and name them all "
        "if their order changes"
    ),
    "blank-list-differs": N_(
        "the list of blank %(name)s is not that of %(other)s:%(line)s; as many entries, the star at the same one"
    ),
    "picture-missing": N_("%(picture)s of %(other)s:%(line)s is missing here; add it, or mark it {.only} there"),
    "picture-surplus": N_("%(picture)s is not in %(other)s; add it there, or mark it {.only} here"),
    "anchor-missing": N_(
        "the anchor “%(anchor)s” of %(other)s:%(line)s is missing; write {#%(anchor)s} after the heading"
    ),
    "anchor-surplus": N_("the anchor “%(anchor)s” is not in %(other)s; name it there too"),
    "term-missing": N_("the term “%(key)s” of %(other)s:%(line)s is missing here; translate it"),
    "term-surplus": N_("the term “%(key)s” is not in %(other)s; add it there, or remove it here"),
    "original-translates": N_("an original translates nothing; remove translates:"),
    "bad-state": N_("“%(value)s” is no recorded state; remove translates:, or run lms courses translated on this file"),
    "stale": N_(
        "%(other)s has changed since it was translated; bring this file up to date, then run lms courses translated on "
        "it"
    ),
    "stale-since": N_(
        "%(other)s has changed since it was translated; bring this file up to date, then run lms courses translated on "
        "it:\n%(difference)s"
    ),
}
