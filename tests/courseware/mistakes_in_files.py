"""Mistakes that need more than one change, or show in several files: the course, and all that is reported."""

from tests.courseware.mistakes_in_lines import FIRST, FIRST_EN, MODULE, QUIZ, QUIZ_EN_PATH, SECOND, SECOND_EN
from tests.courseware.sample import GOOD, spoilt

Contents = dict[str, str | bytes]


def without(*paths: str) -> Contents:
    return {path: text for path, text in GOOD.items() if path not in paths}


def with_files(more: Contents) -> Contents:
    return {**GOOD, **more}


LONG = "\n\n" + "mot " * 1600
REPEATED_KEYS = spoilt(SECOND, "/// question | order", "/// question | sort")
REPEATED_KEYS[SECOND_EN] = str(GOOD[SECOND_EN]).replace("/// question | order", "/// question | sort")

MANY_QUESTIONS = "".join(f"\n/// question | more-{number}\nQ\n\n____\n///\n" for number in range(26))
IN_FILES: list[tuple[Contents, list[tuple[str, int, str]]]] = [
    (
        without("course.yml"),
        [("course.yml", 1, "missing-file")],
    ),
    (
        without(SECOND_EN),
        [("01-why/02-second.en.md", 1, "missing-file")],
    ),
    (
        with_files({"notes.txt": "x"}),
        [("notes.txt", 1, "stray-file")],
    ),
    (
        with_files({"exma.fr.md": "x"}),
        [("exma.fr.md", 1, "unknown-file-meant")],
    ),
    (
        with_files({"01-why/03-third.md": "x"}),
        [("01-why/03-third.md", 1, "text-without-language")],
    ),
    (
        with_files({"course.de.md": "x"}),
        [("course.de.md", 1, "undeclared-language")],
    ),
    (
        with_files({"map/01-a.fr.md": "x"}),
        [("map/01-a.fr.md", 1, "module-without-number")],
    ),
    (
        with_files({"01-why/third.fr.md": "x"}),
        [("01-why/third.fr.md", 1, "lesson-without-number")],
    ),
    (
        with_files({"02-why/module.fr.md": "x"}),
        [("02-why/module.fr.md", 1, "module-twice")],
    ),
    (
        with_files({"01-why/03-Third.fr.md": "x"}),
        [("01-why/03-Third.fr.md", 1, "bad-key")],
    ),
    (
        {**without("01-why/02-second.en.md"), "01-why/03-second.en.md": GOOD[SECOND_EN]},
        [("01-why/03-second.en.md", 1, "pair-named-differently")],
    ),
    (
        with_files({"01-why/03-first.fr.md": "x"}),
        [("01-why/03-first.fr.md", 1, "key-twice")],
    ),
    (
        {
            **without(SECOND, SECOND_EN),
            "01-why/01-second.fr.md": GOOD[SECOND],
            "01-why/01-second.en.md": GOOD[SECOND_EN],
        },
        [("01-why/01-second.fr.md", 1, "number-twice")],
    ),
    (
        with_files({"02-map/module.fr.md": "---\ntitle: A\n---\n", "02-map/module.en.md": "---\ntitle: A\n---\n"}),
        [("02-map/module.fr.md", 1, "module-without-lessons")],
    ),
    (
        {**GOOD, FIRST: str(GOOD[FIRST]).replace("Une note.", "@").encode().replace(b"@", b"caf\xe9")},
        [("01-why/01-first.fr.md", 29, "not-utf8")],
    ),
    (
        {**GOOD, SECOND: str(GOOD[SECOND]).replace("Mettez", "Mettez\x07")},
        [("01-why/02-second.fr.md", 21, "forbidden-character")],
    ),
    (
        spoilt(MODULE, "---\n", "---\n", 2) | {MODULE: str(GOOD[MODULE]) + "Du texte.\n"},
        [("01-why/module.fr.md", 5, "body-not-here")],
    ),
    (
        spoilt("course.fr.md", "Un cours d’essai.", "/// note\nNon.\n///"),
        [("course.en.md", 1, "missing-block"), ("course.fr.md", 9, "block-not-here")],
    ),
    (
        spoilt(FIRST, "Une source, 2018.", "Une source." + LONG),
        [("01-why/01-first.fr.md", 9, "lesson-long")],
    ),
    (
        REPEATED_KEYS,
        [("01-why/02-second.fr.md", 20, "key-twice")],
    ),
    (
        spoilt(FIRST, "/// case | Teranga Mer\nAwa", "/// case | Teranga Mer\n/// note\nAwa"),
        [("01-why/01-first.fr.md", 21, "block-in-block")],
    ),
    (
        spoilt("glossary.fr.md", " {#severity}", ""),
        [
            ("01-why/01-first.fr.md", 14, "unknown-term"),
            ("glossary.en.md", 4, "term-surplus"),
            ("glossary.fr.md", 4, "term-without-key"),
        ],
    ),
    (
        spoilt(
            "glossary.en.md",
            "Severity {#severity}\n: How serious a harm is, see [the process](term:due-diligence).\n",
            "",
        ),
        [("01-why/01-first.en.md", 13, "unknown-term"), ("glossary.en.md", 1, "term-missing")],
    ),
    (
        spoilt("glossary.fr.md", ": Le processus qui repère et traite les dommages.\n", ""),
        [("glossary.fr.md", 1, "term-without-definition")],
    ),
    (
        {**GOOD, "glossary.fr.md": "---\n---\n" + str(GOOD["glossary.fr.md"])},
        [("glossary.fr.md", 1, "head-not-here")],
    ),
    (
        spoilt(FIRST, "[^1]: Une source, 2018.", "/// note\nUne source[^1]."),
        [
            ("01-why/01-first.fr.md", 9, "note-missing"),
            ("01-why/01-first.fr.md", 57, "block-not-closed"),
            ("01-why/01-first.fr.md", 58, "note-missing"),
        ],
    ),
    (
        spoilt(SECOND, "- ( ) Oui\n- ( ) Non\n", "- ( ) Oui\n"),
        [("01-why/02-second.fr.md", 35, "too-few-options")],
    ),
    (
        spoilt(FIRST, "    facts: [INT-14]", "    type: choice")
        | {
            FIRST: str(GOOD[FIRST])
            .replace("    facts: [INT-14]", "    type: choice")
            .replace("- [ ] L’acheteur", "- [x] L’acheteur")
        },
        [("01-why/01-first.fr.md", 40, "several-right-options")],
    ),
    (
        spoilt(FIRST, "  > Oui.\n", "  > Oui.\n\nEncore.\n"),
        [("01-why/01-first.fr.md", 50, "text-after-answers")],
    ),
    (
        spoilt(FIRST, "  > Oui.\n", "  > Oui.\n- Rien\n"),
        [("01-why/01-first.fr.md", 49, "plain-bullet")],
    ),
    (
        spoilt(FIRST, "- [ ] L’acheteur\n  > Son risque compte, mais après.\n", "- [ ] L’acheteur\nde Dakar\n"),
        [("01-why/01-first.fr.md", 46, "answer-not-indented")],
    ),
    (
        spoilt(SECOND, "[[who: les personnes|les gens]]", "[[who: les personnes"),
        [("01-why/02-second.fr.md", 30, "blank-not-closed")],
    ),
    (
        spoilt(SECOND, "____", "    \n"),
        [("01-why/02-second.fr.md", 42, "no-answers")],
    ),
    (
        {
            **GOOD,
            SECOND: str(GOOD[SECOND]).replace(
                "On regarde [[who: les personnes|les gens]] avant [[what: *l’entreprise|le climat]].",
                "    type: blanks\n\nOn regarde.",
            ),
        },
        [("01-why/02-second.fr.md", 29, "no-blanks")],
    ),
    (
        spoilt(FIRST, "/// question | who", "/// question"),
        [("01-why/01-first.fr.md", 40, "question-without-key")],
    ),
    (
        {
            **GOOD,
            SECOND_EN: str(GOOD[SECOND_EN])
            .replace("question | order", "question | tmp")
            .replace("question | blanks", "question | order")
            .replace("question | tmp", "question | blanks"),
        },
        [
            ("01-why/02-second.en.md", 19, "kinds-differ"),
            ("01-why/02-second.en.md", 19, "order-differs"),
            ("01-why/02-second.en.md", 28, "kinds-differ"),
        ],
    ),
    (
        spoilt(QUIZ, "/// question | word", "/// question | word\n    type: survey\n").copy()
        | {
            QUIZ: str(GOOD[QUIZ]) + "\n/// question | mood\nÇa va ?\n\n____\n///\n",
            QUIZ_EN_PATH: str(GOOD[QUIZ_EN_PATH]) + "\n/// question | mood\nAll right?\n\n____\n///\n",
        },
        [("01-why/quiz.fr.md", 42, "kind-not-in-quiz")],
    ),
    (
        {
            **GOOD,
            QUIZ: "---\ntitle: Test\n---\n",
            QUIZ_EN_PATH: "---\ntitle: Quiz\n---\n",
            "exam.fr.md": str(GOOD["exam.fr.md"]).replace("draw: {why-quiz: 2}\n", ""),
        },
        [("01-why/quiz.fr.md", 1, "quiz-without-questions")],
    ),
    (
        with_files(
            {
                "project.fr.md": "---\ntitle: Projet\n---\n/// question | project\nLe projet.\n\n____\n///\n",
                "project.en.md": "---\ntitle: Project\n---\n/// question | project\nThe project.\n\n____\n///\n",
            }
        ),
        [("project.fr.md", 4, "project-needs-assignment")],
    ),
    (
        with_files(
            {
                "project.fr.md": "---\ntitle: Projet\n---\nRien.\n",
                "project.en.md": "---\ntitle: Project\n---\nNothing.\n",
            }
        ),
        [("project.en.md", 4, "project-is-one-question"), ("project.fr.md", 4, "project-is-one-question")],
    ),
    (
        without("media/thread.en.svg"),
        [("01-why/01-first.en.md", 15, "media-missing-in-language")],
    ),
    (
        spoilt(FIRST, "media/thread.svg", "media/thread.fr.svg"),
        [
            ("01-why/01-first.en.md", 1, "picture-missing"),
            ("01-why/01-first.en.md", 15, "picture-surplus"),
            ("01-why/01-first.fr.md", 16, "media-names-language"),
        ],
    ),
    (
        with_files({"media/thread.svg": GOOD["media/thread.fr.svg"]}),
        [
            ("01-why/01-first.en.md", 15, "media-both"),
            ("01-why/01-first.fr.md", 16, "media-both"),
            ("media/thread.svg", 1, "media-unused"),
        ],
    ),
    (
        with_files({"media/A B.svg": GOOD["media/thread.fr.svg"]}),
        [("media/A B.svg", 1, "media-name")],
    ),
    (
        with_files({"media/drawings/a.svg": GOOD["media/thread.fr.svg"]}),
        [("media/drawings/a.svg", 1, "media-name")],
    ),
    (
        with_files({"media/run.exe": b"MZ"}),
        [("media/run.exe", 1, "media-type")],
    ),
    (
        with_files({"media/spare.csv": b"x"}),
        [("media/spare.csv", 1, "media-unused")],
    ),
    (
        {**GOOD, "media/line.png": b"GIF89a"},
        [("01-why/01-first.fr.md", 18, "media-not-what-it-says")],
    ),
    (
        {**GOOD, "media/line.png": b""},
        [("01-why/01-first.fr.md", 18, "media-empty")],
    ),
    (
        {**GOOD, "media/line.png": b"\x89PNG\r\n\x1a\n" + b"0" * 200_001},
        [("01-why/01-first.fr.md", 18, "picture-heavy")],
    ),
    (
        with_files(
            {"media/thread.de.svg": GOOD["media/thread.fr.svg"], "media/other.de.svg": GOOD["media/thread.fr.svg"]}
        ),
        [
            ("media/other.de.svg", 1, "media-undeclared-language"),
            ("media/other.de.svg", 1, "media-unused"),
            ("media/thread.de.svg", 1, "media-undeclared-language"),
            ("media/thread.de.svg", 1, "media-unused"),
        ],
    ),
    (
        {**GOOD, FIRST: str(GOOD[FIRST]).replace("media/line.png){", "https://a.org/x.png){")},
        [
            ("01-why/01-first.en.md", 1, "picture-missing"),
            ("01-why/01-first.en.md", 17, "picture-surplus"),
            ("01-why/01-first.fr.md", 18, "picture-not-in-media"),
        ],
    ),
    (
        {**GOOD, FIRST: str(GOOD[FIRST]).replace("![](media/line.png)", "![](media/grid.csv)")},
        [
            ("01-why/01-first.en.md", 1, "picture-missing"),
            ("01-why/01-first.en.md", 17, "picture-surplus"),
            ("01-why/01-first.fr.md", 18, "picture-type"),
        ],
    ),
    (
        {"course.yml": GOOD["course.yml"], "course.fr.md": GOOD["course.fr.md"], "course.en.md": GOOD["course.en.md"]},
        [
            ("course.yml", 1, "no-modules"),
            ("course.yml", 9, "completion-without-file"),
            ("course.yml", 9, "completion-without-file"),
        ],
    ),
    (
        spoilt(FIRST, "  > Oui.\n", "") | {FIRST_EN: str(GOOD[FIRST_EN]).replace("  > Yes.\n", "")},
        [("01-why/01-first.fr.md", 47, "option-without-feedback")],
    ),
    (
        {**GOOD, FIRST: str(GOOD[FIRST]).replace("---\nLe devoir", "Le devoir")},
        [("01-why/01-first.fr.md", 1, "head-not-closed")],
    ),
    (
        {**GOOD, SECOND: str(GOOD[SECOND]) + MANY_QUESTIONS, SECOND_EN: str(GOOD[SECOND_EN]) + MANY_QUESTIONS},
        [("01-why/02-second.en.md", 4, "too-many-questions"), ("01-why/02-second.fr.md", 5, "too-many-questions")],
    ),
]
