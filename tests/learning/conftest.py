"""A course with a question of every kind, written for these tests and released like any other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.app import create_app
from lms.clock import now
from lms.config import Config
from lms.db import db
from tests.browser import LiveServer
from tests.conftest import dispose

COURSE = """\
institution: palabre
languages: [fr, en]
level: introductory
licence: CC-BY-4.0
certificate: none
"""
FRENCH = """\
---
title: Les questions
---

Avant les questions.

/// question | who

À l’aube, sur le quai :

1. deux garçons portent des caisses ;
2. trois femmes trient sans gants.

Qui est à risque *d’abord* ?

- [ ] L’entreprise
  > Non, pas d’abord.
- [x] Les deux garçons
  > Oui.
- [ ] L’acheteur

> La gravité pour les personnes décide.
///

/// question | table

| Lieu | Personnes |
|---|---|
| Le quai | 2 |

- [x] Vrai
- [ ] Faux
///

/// question | sawmill

Quels faits décrivent un risque pour les personnes ?

- [x] Une lame sans carter
- [x] Des heures non payées
- [x] Un garçon de nuit
- [ ] Un client perdu
- [ ] Un article
///

/// question | texts

Associez chaque texte à son auteur.

| Texte | Auteur |
|---|---|
| Principes directeurs | Nations Unies |
| Déclaration tripartite | OIT |
| | Union africaine |
///

/// question | steps

Remettez dans l’ordre.

1. Repérer
2. Prévenir
3. Suivre
4. Dire
///

/// question | children
    unit: millions

Combien d’enfants ?

= 138 ± 2
///

/// question | first

La diligence regarde d’abord le risque pour les…

= personnes
///

/// question | gaps

Les bons mots.

La diligence regarde le risque pour les [[personnes]]. La loi arrive par les [[*acheteurs|inspecteurs|banques]].
///

/// question | reason

Quelle raison pèse le plus chez vous ?

- ( ) La loi
- ( ) Les acheteurs
- ( ) Une autre
///

/// question | gift

Pensez à un don récent.

____

> Par quoi commencer ?
///

Après les questions.
"""
ENGLISH = """\
---
title: The questions
---

Before the questions.

/// question | who

At dawn, on the quay:

1. two boys carry crates;
2. three women sort without gloves.

Who is at risk *first*?

- [ ] The company
  > Not first.
- [x] The two boys
  > Yes.
- [ ] The buyer

> Severity for people decides.
///

/// question | table

| Place | People |
|---|---|
| The quay | 2 |

- [x] True
- [ ] False
///

/// question | sawmill

Which findings describe a risk to people?

- [x] A blade without a guard
- [x] Hours unpaid
- [x] A boy at night
- [ ] A client lost
- [ ] An article
///

/// question | texts

Match each text with its author.

| Text | Author |
|---|---|
| Guiding Principles | United Nations |
| Tripartite Declaration | ILO |
| | African Union |
///

/// question | steps

Put them in order.

1. Identify
2. Prevent
3. Track
4. Tell
///

/// question | children
    unit: million

How many children?

= 138 ± 2
///

/// question | first

Due diligence looks first at risk to…

= people
///

/// question | gaps

The right words.

Due diligence looks at risk to [[people]]. The law arrives through the [[*buyers|inspectors|banks]].
///

/// question | reason

Which reason weighs most where you work?

- ( ) The law
- ( ) Buyers
- ( ) Another one
///

/// question | gift

Think of a recent gift.

____

> Where to begin?
///

After the questions.
"""


def write_course(folder: Path) -> Path:
    """A folder of courses that holds this one."""
    texts = {
        "institutions.yml": "palabre: {name: {fr: P, en: P}, country: null, address: null, signatory: null}\n",
        "topics.yml": "{}\n",
        "asking/course.yml": COURSE,
        "asking/course.fr.md": "---\ntitle: Demander\nsummary: Des questions.\n---\n",
        "asking/course.en.md": "---\ntitle: Asking\nsummary: Questions.\n---\n",
        "asking/01-all/module.fr.md": "---\ntitle: Tout\n---\n",
        "asking/01-all/module.en.md": "---\ntitle: All\n---\n",
        "asking/01-all/01-kinds.fr.md": FRENCH,
        "asking/01-all/01-kinds.en.md": ENGLISH,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def asking_app(
    databases, configure: Callable[..., Config], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application with that course alone; tests read it and change nothing."""
    from lms.publishing.actions import release_shipped

    url = databases.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    with app.app_context():
        outcome = release_shipped(write_course(tmp_path_factory.mktemp("asking") / "courses"), now())
        db.session.commit()
    assert [made.slug for made in outcome.released] == ["asking"], outcome
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def asker(asking_app: Flask) -> FlaskClient:
    return asking_app.test_client()


@pytest.fixture
def asking_server(asking_app: Flask) -> Iterator[LiveServer]:
    with LiveServer(asking_app) as server:
        yield server
