"""A small course to release, change and release again."""

from collections.abc import Mapping

from lms.clock import now
from lms.courseware.model import Directory
from lms.courseware.problems import Report
from lms.courseware.source import Files
from lms.db import db
from lms.publishing import actions
from lms.publishing.actions import Released

DIRECTORY = Directory(
    {"palabre": {"name": {"fr": "Palabre", "en": "Palabre"}, "country": None, "address": None, "signatory": None}},
    {"standards": {"fr": "Normes", "en": "Standards"}},
    frozenset({"small", "other"}),
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'

COURSE = """\
institution: palabre
languages: [fr, en]
level: introductory
licence: CC-BY-4.0
topics: [standards]
completion: {lessons: all}
certificate: none
"""
QUESTION_FR = """\
/// question | who-first

Qui d’abord ?

- [x] Les personnes
  > Oui.
- [ ] L’entreprise
  > Non.

> Les personnes d’abord.
///
"""
QUESTION_EN = """\
/// question | who-first

Who comes first?

- [x] The people
  > Yes.
- [ ] The company
  > No.

> People first.
///
"""
TEXTS = {
    "course.yml": COURSE,
    "course.fr.md": "---\ntitle: Petit cours\nsummary: Un essai.\n---\nPour essayer.\n",
    "course.en.md": "---\ntitle: Small course\nsummary: A trial.\n---\nTo try.\n",
    "01-first/module.fr.md": "---\ntitle: D’abord\n---\n",
    "01-first/module.en.md": "---\ntitle: First\n---\n",
    "01-first/01-risk.fr.md": (
        f"---\ntitle: Le risque\n---\nDans l’entreprise, la sécurité.\n\n![Un pas](media/a.svg)\n\n{QUESTION_FR}"
    ),
    "01-first/01-risk.en.md": (
        f"---\ntitle: Risk\n---\nSafety in the company.\n\n![A step](media/a.svg)\n\n{QUESTION_EN}"
    ),
    "01-first/02-people.fr.md": "---\ntitle: Les gens\n---\nLe risque est pour les gens. Main-d’œuvre.\n",
    "01-first/02-people.en.md": "---\ntitle: People\n---\nThe risk is for the people. Workforce.\n",
    "02-then/module.fr.md": "---\ntitle: Ensuite\n---\n",
    "02-then/module.en.md": "---\ntitle: Then\n---\n",
    "02-then/01-steps.fr.md": "---\ntitle: Les pas\n---\nUn pas, puis un autre.\n",
    "02-then/01-steps.en.md": "---\ntitle: The steps\n---\nOne step, then another.\n",
    "media/a.svg": SVG,
}


def files(changes: Mapping[str, str | None] | None = None, slug: str = "small") -> Files:
    """The course with some of its files changed, added or (None) removed."""
    texts = {**TEXTS, **(changes or {})}
    return Files(slug, {path: text.encode() for path, text in texts.items() if text is not None})


def one_language(slug: str, language: str) -> Files:
    """The course in one language only."""
    texts = {path: text for path, text in TEXTS.items() if f".{language}." in path or path.startswith("media")}
    return Files(
        slug,
        {
            "course.yml": COURSE.replace("[fr, en]", f"[{language}]").encode(),
            **{path: text.encode() for path, text in texts.items()},
        },
    )


def release(course: Files, folder: str = "a folder", directory: Directory = DIRECTORY) -> Released | None:
    """Release these files as an operator would."""
    prepared = actions.prepare_release(course, directory, folder, Report())
    made = actions.release(prepared, now())
    db.session.commit()
    return made
