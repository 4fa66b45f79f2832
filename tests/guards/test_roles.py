"""Every file of a feature has one of the roles of architecture, and imports only what that role may.

Inside a feature: views | cli → forms | access → actions → queries → models → rules. From another feature only queries,
actions, access and models may be imported. A file with any other name is a pure rule: values in, value out.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.guards.houses import house_of

NOT_FEATURES = {"courseware", "web", "templates", "__pycache__"}
RANKS = {"views": 6, "cli": 6, "personal": 6, "forms": 5, "access": 4, "actions": 3, "queries": 2, "models": 1}
SHARED = {"queries", "actions", "access", "models"}
RULE_RANK = 0
# What values are made of, besides the standard library; a rule may also know what a course is.
PURE = {"markdown", "nh3", "yaml", "pydantic", "pydantic_core", "snowballstemmer", "markupsafe", "segno", "typst"}
OURS_AND_PURE = ("lms.courseware", "lms.errors")
# Of the standard library, what reaches out of the process, asks the clock or throws dice.
REACHING_OUT = {
    "asyncio", "concurrent", "ctypes", "fcntl", "ftplib", "getpass", "http", "mmap", "multiprocessing", "os", "pty",
    "random", "secrets", "select", "selectors", "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3",
    "ssl", "subprocess", "tempfile", "time", "uuid", "webbrowser",
}  # fmt: skip
WRITING = {"write_text", "write_bytes", "unlink", "mkdir", "rmdir", "touch", "chmod", "symlink_to", "hardlink_to"}
# The few places whose very purpose is to reach out, each with what it needs.
ALLOWED = {
    "courseware/reader.py": {"time"},  # bounds the work that a hostile course can ask for
    "courseware/source.py": {"os"},  # reads a course's folder
    "media/store.py": {"os", "secrets", "mkdir", "unlink"},  # keeps files
}

# What asks the database, or has it write: views and commands have queries and actions do it, and only end transactions.
ASKING = {"add", "add_all", "execute", "flush", "get", "get_one", "merge", "refresh", "scalar", "scalars"}
# What a role leaves to another: names that it neither imports nor calls.
LEFT_TO_OTHERS = {
    "actions": {"commit", "request", "session"},
    "queries": {"commit", "request", "insert", "update", "delete", "flush"},
    "models": {"commit", "request", "select", "insert", "update", "delete"},
    "forms": {"commit", "select", "insert", "update", "delete"},
    "access": {"select", "insert", "update", "delete", "flush"},
    "views": {"select", "insert", "update", "delete", *ASKING},
    "cli": {"select", "insert", "update", "delete", *ASKING},
}


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """The modules a file imports anywhere in it, with their lines; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_pure(module: str) -> bool:
    """Whether a module brings neither framework, nor database, nor clock."""
    top = module.partition(".")[0]
    if top in REACHING_OUT or module.startswith("urllib.request"):
        return False
    return top in sys.stdlib_module_names or top in PURE or module.startswith(OURS_AND_PURE)


def writes_of(path: Path) -> Iterator[tuple[int, str]]:
    """Where a file opens or changes files, with the lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            yield node.lineno, "open"
        elif isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            yield node.lineno, node.func.attr


def impure_courseware(package: Path) -> list[str]:
    """Imports of lms/courseware beyond the standard library and the few libraries that parse and clean."""
    faults = []
    for path in sorted((package / "courseware").rglob("*.py")):
        allowed = _allowed(package, path)
        faults += [
            f"courseware/{path.name}:{line}: {name}"
            for line, name in imports_of(path)
            if not is_pure(name) and name.partition(".")[0] not in allowed
        ]
        faults += [f"courseware/{path.name}:{line}: {name}()" for line, name in writes_of(path) if name not in allowed]
    return faults


def _allowed(package: Path, path: Path) -> set[str]:
    return ALLOWED.get(path.relative_to(package).as_posix(), set())


def misplaced_imports(package: Path) -> list[str]:
    """Imports inside features that the role of the importing file does not allow."""
    faults = []
    for feature in sorted(path for path in package.iterdir() if path.is_dir() and path.name not in NOT_FEATURES):
        for path in sorted(feature.rglob("*.py")):
            role, allowed = _role(feature, path), _allowed(package, path)
            if role not in RANKS:
                faults += [
                    f"{path.relative_to(package)}:{line}: {name}(): not pure, and only roles may be impure"
                    for line, name in writes_of(path)
                    if name not in allowed
                ]
            for line, name in imports_of(path):
                reason = _reason_against(feature.name, role, name)
                if reason and name.partition(".")[0] not in allowed:
                    faults.append(f"{path.relative_to(package)}:{line}: {name}: {reason}")
    return faults


def work_of_others(package: Path) -> list[str]:
    """Where a file of a feature does what its role leaves to another: commits in actions, statements in views."""
    faults = []
    for feature in sorted(path for path in package.iterdir() if path.is_dir() and path.name not in NOT_FEATURES):
        for path in sorted(feature.rglob("*.py")):
            others = LEFT_TO_OTHERS.get(_role(feature, path), set())
            faults += [
                f"{path.relative_to(package)}:{line}: {name}"
                for line, name in (*_frameworks_of(path), *_session_calls_of(path))
                if name in others
            ]
    return faults


def _frameworks_of(path: Path) -> Iterator[tuple[int, str]]:
    """What a file imports by name from the framework and the toolkit."""
    return (
        (line, name.rpartition(".")[2]) for line, name in imports_of(path) if name.startswith(("flask.", "sqlalchemy."))
    )


def _session_calls_of(path: Path) -> Iterator[tuple[int, str]]:
    """The methods that a file calls on the database's session, which some call `session`; Flask's cookie is another."""
    names = {"db.session"} | ({"session"} - {name.rpartition(".")[2] for _, name in _frameworks_of(path)})
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and ast.unparse(called.value) in names:
            yield called.lineno, called.attr


def _role(feature: Path, path: Path) -> str:
    """A role is a file, or a folder of that name where one file would be too long."""
    return path.relative_to(feature).parts[0].removesuffix(".py")


def _reason_against(feature: str, role: str, name: str) -> str | None:
    parts = name.split(".")
    rank = RANKS.get(role, RULE_RANK)
    if role == "__init__":
        return "a package's __init__ is a docstring: importing a rule must load nothing"
    if parts[0] == "lms" and len(parts) > 2 and parts[2] == "personal":
        return None if feature == "privacy" and rank >= RANKS["queries"] else "only privacy asks for it"
    if parts[:2] == ["lms", feature]:
        other = RANKS.get(parts[2] if len(parts) > 2 else "", RULE_RANK)
        same_role = len(parts) > 2 and parts[2] == role
        return (
            f"{role} is not above it"
            if other >= rank and rank != RULE_RANK and not same_role
            else ("a rule knows no other role" if rank == RULE_RANK and other != RULE_RANK else None)
        )
    if rank == RULE_RANK:
        return None if is_pure(name) else "not pure, and only roles may be impure"
    if parts[0] == "lms" and len(parts) > 2 and parts[1] not in NOT_FEATURES and _is_feature(parts[1]):
        return None if parts[2] in SHARED else "private to its feature: ask its queries"
    return None


def _is_feature(name: str) -> bool:
    return not (Path(__file__).resolve().parents[2] / "lms" / f"{name}.py").exists()


def test_courseware_is_pure(root: Path) -> None:
    assert impure_courseware(root / "lms") == []


def test_every_file_keeps_to_its_role(root: Path) -> None:
    assert misplaced_imports(root / "lms") == []


def test_every_role_leaves_to_others_what_is_theirs(root: Path) -> None:
    assert work_of_others(root / "lms") == []


def test_planted_work_of_another_role_is_found(tmp_path: Path) -> None:
    package = house_of(
        tmp_path,
        {
            "quizzes/actions/saving.py": "from flask import request\ndb.session.commit()\ndb.session.flush()",
            "quizzes/queries.py": "db.session.flush()\nfrom sqlalchemy import select, update\nfound.update({})",
            "quizzes/views.py": "from sqlalchemy import select\nfrom flask import request\ndb.session.commit()",
            "quizzes/models.py": "from sqlalchemy import String, select",
            "quizzes/cli.py": "db.session.get_one(Quiz, 1)\ndb.session.commit()\nsession.add(quiz)",
            "quizzes/access.py": "from flask import session\nsession.get('a')\ndb.session.flush()",
        },
    )
    assert sorted(work_of_others(package)) == [
        "quizzes/access.py:3: flush",
        "quizzes/actions/saving.py:1: request",
        "quizzes/actions/saving.py:2: commit",
        "quizzes/cli.py:1: get_one",
        "quizzes/cli.py:3: add",
        "quizzes/models.py:1: select",
        "quizzes/queries.py:1: flush",
        "quizzes/queries.py:2: update",
        "quizzes/views.py:1: select",
    ]


def test_a_planted_framework_is_found_in_courseware(tmp_path: Path) -> None:
    package = house_of(
        tmp_path, {"courseware/a.py": "import json\nfrom lms.clock import now\n", "courseware/b.py": "import flask"}
    )
    assert impure_courseware(package) == ["courseware/a.py:2: lms.clock.now", "courseware/b.py:1: flask"]


def test_a_planted_reach_out_of_a_rule_is_found(tmp_path: Path) -> None:
    source = "import subprocess\nfrom time import time\nfrom urllib.request import urlopen\nfrom os import path\n"
    writing = "from pathlib import Path\nPath('a').write_text('b')\nopen('a')\n"
    package = house_of(
        tmp_path,
        {
            "courseware/a.py": source,
            "quizzes/grading.py": source,
            "quizzes/telling.py": writing,
            "quizzes/cli/telling.py": source + writing,
        },
    )
    assert [fault.split(": ")[0] for fault in impure_courseware(package)] == [
        f"courseware/a.py:{n}" for n in (1, 2, 3, 4)
    ]
    assert [fault.split(": ")[0] for fault in misplaced_imports(package)] == [
        *(f"quizzes/grading.py:{number}" for number in (1, 2, 3, 4)),
        "quizzes/telling.py:2",
        "quizzes/telling.py:3",
    ]


def test_planted_imports_against_the_roles_are_found(tmp_path: Path) -> None:
    package = house_of(
        tmp_path,
        {
            "quizzes/__init__.py": '"""Quizzes."""',
            "quizzes/models.py": "from lms.quizzes import grading\nfrom lms.quizzes.actions import submit",
            "quizzes/grading.py": "import json\nfrom sqlalchemy import select\nfrom lms.quizzes.models import Quiz",
            "quizzes/views.py": "import lms.quizzes.actions\nimport lms.accounts.signing\nimport lms.accounts.queries",
            "quizzes/actions.py": "from lms.quizzes.views import bp",
            "quizzes/cli.py": "from lms.accounts.personal import erase\nfrom lms.quizzes import personal",
            "privacy/queries.py": "from lms.accounts import personal\nfrom lms.privacy import personal",
        },
    )
    assert [fault.split(": ")[0] for fault in misplaced_imports(package)] == [
        "quizzes/actions.py:1",
        "quizzes/cli.py:1",
        "quizzes/cli.py:2",
        "quizzes/grading.py:2",
        "quizzes/grading.py:3",
        "quizzes/models.py:2",
        "quizzes/views.py:2",
    ]
