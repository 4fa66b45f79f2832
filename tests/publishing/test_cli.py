"""The commands about courses, as an operator or an author types them."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text as statement

from lms.app import create_app
from lms.courseware.staleness import original_state
from lms.db import open_engine
from lms.publishing.cli import courses
from tests.databases import Databases
from tests.publishing.made import COURSE, TEXTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course among courses, which stand in the current directory."""
    for path, text in TEXTS.items():
        target = tmp_path / "courses/small" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (tmp_path / "courses/institutions.yml").write_text("palabre: {name: {fr: Palabre, en: Palabre}}\n", "utf-8")
    (tmp_path / "courses/topics.yml").write_text("standards: {fr: Normes, en: Standards}\n", "utf-8")
    return tmp_path / "courses/small"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("LMS_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.setenv("LMS_COURSES_DIR", str(folder.parent))


@pytest.fixture
def database(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database: the commands bring it up to date themselves."""
    url = databases.empty("commands")
    monkeypatch.setenv("LMS_DATABASE_URL", url)
    return url


def run(*arguments: str, code: int = 0) -> str:
    result: Result = CliRunner().invoke(courses, arguments, obj=create_app, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, f"{folder.name}/{path.relative_to(folder)}")
    return target


def test_a_good_course_has_one_line_of_counts() -> None:
    assert run("check", "courses/small") == "1 course checked: 0 errors, 0 warnings.\n"


@pytest.mark.parametrize("given", ["courses/small", "courses/small/", "./courses/small"])
def test_problems_name_their_path_as_it_was_given(folder: Path, given: str) -> None:
    change(folder, "01-first/01-risk.fr.md", "media/a.svg", "media/b.svg")
    lines = run("check", given, code=1).splitlines()
    place = str(Path(given)) + "/01-first/01-risk.fr.md:6: error: "
    assert any(line.startswith(place) for line in lines), lines
    assert lines[-1].startswith("1 course checked: ")


def test_an_unknown_institution_is_a_warning_in_a_check_and_an_error_in_a_release(folder: Path, database: str) -> None:
    change(folder, "course.yml", "palabre", "nobody")
    assert "course.yml:1: warning: " in run("check", "courses/small")
    assert "course.yml:1: error: " in run("release", "courses/small", code=1)


def test_a_check_speaks_french_when_asked(folder: Path) -> None:
    change(folder, "course.yml", "licence: CC-BY-4.0\n", "")
    assert "course.yml:1: " in run("check", "--language", "fr", "courses/small", code=1)


def test_programs_get_codes_and_values(folder: Path) -> None:
    change(folder, "course.yml", "introductory", "introductry")
    found = json.loads(run("check", "--format", "json", "courses/small", code=1))
    assert (found["courses"], found["errors"], found["warnings"]) == (1, 1, 0)
    problem = found["problems"][0]
    assert (problem["path"], problem["line"], problem["code"]) == ("courses/small/course.yml", 3, "unknown-value-meant")
    assert problem["values"]["meant"] == "introductory"


def test_faults_beside_the_courses_are_told_once(folder: Path) -> None:
    (folder.parent / "topics.yml").write_text("a: [\n", encoding="utf-8")
    output = run("check", "courses/small", "courses/small", code=1)
    assert output.count("courses/topics.yml:") == 1
    assert "2 courses checked: 1 error" in output


def test_what_is_not_there_is_wrong_usage() -> None:
    assert "does not exist" in run("check", "nowhere", code=2)
    run("check", code=2)


def test_a_check_needs_neither_flask_nor_a_database() -> None:
    code = (
        "import sys; from lms.publishing.cli import courses\n"
        "try: courses(['check', 'courses/small'])\n"
        "finally: print(sorted({name.split('.')[0] for name in sys.modules} & {'flask', 'sqlalchemy', 'markdown'}))"
    )
    root = Path(__file__).resolve().parents[2]
    environ = {"PYTHONPATH": str(root), "LANGUAGE": "en", "PATH": "/usr/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] in ("[]", "['markdown']"), done.stdout + done.stderr


def test_a_zip_is_checked_and_released_like_its_folder(folder: Path, tmp_path: Path, database: str) -> None:
    zipped(folder, tmp_path / "small.zip")
    assert "0 errors" in run("check", "small.zip")
    assert "release 1" in run("release", "small.zip")
    assert "nothing to release" in run("release", "courses/small")


def test_what_stands_beside_the_courses_is_passed_over(folder: Path, tmp_path: Path, database: str) -> None:
    everything = sorted(str(path) for path in Path("courses").iterdir())
    checked = run("check", *everything)
    assert [line.split(": ")[0] for line in checked.splitlines()] == [
        "courses/institutions.yml", "courses/topics.yml", "1 course checked",
    ]  # fmt: skip
    assert "passed over" in checked
    assert "courses/topics.yml: passed over" in run("release", *everything)
    change(folder, "01-first/01-risk.fr.md", "media/a.svg", "media/b.svg")
    run("check", *everything, code=1)


def test_nothing_but_files_that_are_no_course_is_wrong_usage() -> None:
    assert "courses/topics.yml" in run("check", "courses/topics.yml", code=2)


def test_a_release_says_what_it_changes(folder: Path, database: str) -> None:
    assert "the first release" in run("release", "courses/small")
    change(folder, "01-first/01-risk.fr.md", "Le risque", "Le danger")
    output = run("release", "courses/small")
    assert "small: release 2 is what readers see now." in output
    assert "changed: risk (fr)" in output


def test_a_trial_says_what_a_release_would_change_and_changes_nothing(folder: Path, database: str) -> None:
    run("release", "courses/small")
    change(folder, "01-first/01-risk.fr.md", "Le risque", "Le danger")
    output = run("release", "--dry-run", "courses/small")
    assert "small: this would be release 2." in output
    assert "changed: risk (fr)" in output
    assert len(run("list").splitlines()) == 2


def test_a_release_shows_what_changed_under_a_stale_translation(folder: Path, database: str) -> None:
    run("translated", "courses/small/01-first/02-people.en.md")
    run("release", "courses/small")
    change(folder, "01-first/02-people.fr.md", "Main-d’œuvre.", "Les familles aussi.")
    output = run("release", "courses/small")
    assert "-Le risque est pour les gens. Main-d’œuvre.\n+Le risque est pour les gens. Les familles aussi." in output
    assert "translations behind their original: 01-first/02-people.en.md" in output


def test_releases_and_rollbacks_at_the_console_are_written_down_and_trials_are_not(folder: Path, database: str) -> None:
    run("release", "--dry-run", "courses/small")
    run("release", "courses/small")
    change(folder, "01-first/01-risk.fr.md", "Le risque", "Le danger")
    run("release", "courses/small")
    run("rollback", "small")
    engine = open_engine(database)
    with engine.connect() as connection:
        acts = connection.execute(statement("SELECT action, object, actor FROM audit_entry ORDER BY id")).all()
    engine.dispose()
    assert [(act.action, act.object) for act in acts] == [
        ("course.release", "small"), ("course.release", "small"), ("course.rollback", "small"),
    ]  # fmt: skip
    assert all(act.actor.startswith("console:") for act in acts)


def test_releases_are_listed_and_rolled_back(folder: Path, database: str) -> None:
    assert "No course" in run("list")
    run("release", "courses/small")
    change(folder, "01-first/01-risk.fr.md", "Le risque", "Le danger")
    run("release", "courses/small")
    lines = run("list").splitlines()
    assert lines[0] == "small (files)"
    assert lines[1].startswith("      1  ")
    assert lines[2].startswith("  *   2  ")
    assert lines[2].endswith("UTC  courses/small")
    assert "release 1 now, no longer 2" in run("rollback", "small")
    assert run("list").splitlines()[1].startswith("  *   1  ")


def test_a_broken_course_stops_no_other(folder: Path, tmp_path: Path, database: str) -> None:
    broken = tmp_path / "courses/broken"
    broken.mkdir()
    (broken / "course.yml").write_text(COURSE, encoding="utf-8")
    output = run("release", "courses/broken", "courses/small", code=1)
    assert "broken is not released: mend its errors first." in output
    assert "small: release 1" in output


def test_recompiling_says_how_much(folder: Path, database: str) -> None:
    run("release", "courses/small")
    assert run("recompile") == "1 release compiled again. 0 pages are different.\n"


def test_a_translation_records_its_original(folder: Path) -> None:
    path = "courses/small/01-first/01-risk.en.md"
    before = Path(path).read_text(encoding="utf-8")
    run("translated", path)
    after = Path(path).read_text(encoding="utf-8")
    state = original_state((folder / "01-first/01-risk.fr.md").read_bytes())
    assert f'translates: "{state}"\n' in after
    assert after.replace(f'translates: "{state}"\n', "") == before
    assert run("check", "courses/small").endswith("0 errors, 0 warnings.\n")
    change(folder, "01-first/01-risk.fr.md", "la sécurité", "le danger")
    assert "01-risk.en.md:3: warning: " in run("check", "courses/small") or "01-risk.en.md:2: warning: " in run(
        "check", "courses/small"
    )


def test_line_ends_and_permissions_of_a_translation_stay(folder: Path) -> None:
    path = folder / "01-first/02-people.en.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    run("translated", str(path))
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf---\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("path", ["01-first/01-risk.fr.md", "course.yml", "media/a.svg"])
def test_only_a_translation_translates(path: str) -> None:
    from lms.errors import Refusal

    with pytest.raises(Refusal):
        run("translated", f"courses/small/{path}")


def test_a_new_course_passes_the_check(folder: Path) -> None:
    run("new", "courses/my-course")
    assert "0 errors" in run("check", "courses/my-course")


@pytest.mark.parametrize("name", ["Mon cours", "small", "-x", "a" * 61])
def test_a_new_course_has_a_free_and_proper_name(folder: Path, name: str) -> None:
    from lms.errors import Refusal

    with pytest.raises(Refusal):
        run("new", f"courses/{name}")


def test_a_hostile_zip_is_refused_by_its_own_name_and_nothing_else_is_said(tmp_path: Path, database: str) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("small/course.yml", COURSE)
        archive.writestr("small/../../out.md", "out")
    for command in ("check", "release"):
        lines = run(command, "./evil.zip", code=1).splitlines()
        assert lines[0].startswith("evil.zip:1: error: ")
        assert len(lines) == 2
    assert not (tmp_path.parent / "out.md").exists()
