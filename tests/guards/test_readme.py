"""Every command that the README and the documentation tell a reader to type exists."""

import re
from pathlib import Path

import click
import pytest

from lms.commandline import lms


def unknown_commands(text: str) -> list[str]:
    """The `python3 -m lms …` of a text that the command line does not know: a command or an option of it."""
    # `sudo palabre …` is how docs/operators types it as the site's own user.
    typed = re.findall(r"(?:python3 -m lms|sudo palabre)((?:[ \t]+[^\s`|)…#]+)*)", text)
    return [f"python3 -m lms{words}" for words in typed if not _is_known(words.split())]


def _is_known(words: list[str]) -> bool:
    command: click.Command = lms
    context = click.Context(lms)
    for word in words:
        if word.startswith("--"):
            options = {name for parameter in command.get_params(context) for name in parameter.opts}
            free = command.context_settings.get("ignore_unknown_options", False)
            serving = command is lms and word in ("--host", "--port")
            if word.partition("=")[0] not in options and not free and not serving:
                return False
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z][a-z-]*", word):
            found = command.get_command(context, word)
            if found is None:
                return False
            command = found
    return True


@pytest.mark.parametrize("name", ["README.md", "LISEZ-MOI.md"])
def test_every_command_of_the_readme_exists(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert "python3 -m lms" in text
    assert unknown_commands(text) == []


def test_every_command_of_the_documentation_exists(root: Path) -> None:
    texts = {path.relative_to(root): path.read_text(encoding="utf-8") for path in (root / "docs").rglob("*.md")}
    assert sum("python3 -m lms" in text for text in texts.values()) > 5
    assert {path: unknown for path, text in texts.items() if (unknown := unknown_commands(text))} == {}


def test_a_planted_command_that_does_not_exist_is_found() -> None:
    text = "Type `python3 -m lms`, `python3 -m lms serve --port 9000`, or\n    python3 -m lms test --all -k word\n"
    assert unknown_commands("python3 -m lms  # makes its environment") == []
    assert unknown_commands(text) == []
    assert unknown_commands("`python3 -m lms fly`") == ["python3 -m lms fly"]
    assert unknown_commands("sudo palabre fly") == ["python3 -m lms fly"]
    assert unknown_commands("`python3 -m lms serve --sideways`") == ["python3 -m lms serve --sideways"]
