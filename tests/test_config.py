"""An installation is described by its environment; what makes no sense is refused in a sentence that names it."""

from pathlib import Path

import pytest

from lms.config import BadSetting, Config, read_config
from lms.console import worded


@pytest.fixture
def read(tmp_path: Path):
    def read_with(**settings: str) -> Config:
        return read_config({"LMS_INSTANCE_DIR": str(tmp_path / "instance"), **settings})

    return read_with


def test_an_empty_environment_is_an_installation_on_this_machine(read, tmp_path: Path) -> None:
    config = read()
    assert config.database_url == f"sqlite:///{tmp_path}/instance/palabre.sqlite3"
    assert config.public_url == "http://127.0.0.1:8000"
    assert not config.is_https
    assert config.site_timezone == "Africa/Abidjan"
    assert config.courses_dir.name == "courses"


def test_a_secret_key_is_made_once_and_kept_for_its_owner_alone(read, tmp_path: Path) -> None:
    first = read().secret_key
    assert read().secret_key == first
    assert len(first) >= 64
    assert (tmp_path / "instance" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "instance").iterdir()] == ["secret-key"]


@pytest.mark.parametrize("given", ["postgres://u:p@db/palabre", "postgresql://u:p@db/palabre"])
def test_postgresql_is_reached_through_psycopg(read, given: str) -> None:
    assert read(LMS_DATABASE_URL=given).database_url == "postgresql+psycopg://u:p@db/palabre"


def test_a_public_address_loses_its_last_slash(read) -> None:
    config = read(LMS_PUBLIC_URL="https://palabre.example/")
    assert config.public_url == "https://palabre.example"
    assert config.is_https


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_DATABASE_URL", "mysql://u@db/x"),
        ("LMS_DATABASE_URL", "sqlite:///:memory:"),
        ("LMS_DATABASE_URL", "sqlite://"),
        ("LMS_PUBLIC_URL", "palabre.example"),
        ("LMS_PUBLIC_URL", "ftp://palabre.example"),
        ("LMS_PUBLIC_URL", "https://palabre.example/path"),
        ("LMS_PUBLIC_URL", "https://palabre.example:port"),
        ("LMS_PUBLIC_URL", "https://name:word@palabre.example"),
        ("LMS_SECRET_KEY", "short"),
        ("LMS_COURSES_DIR", "/nowhere/at/all"),
        ("LMS_SMTP_URL", "mail.example"),
        ("LMS_SMTP_URL", "http://mail.example"),
        ("LMS_SMTP_URL", "smtp://"),
        ("LMS_SMTP_URL", "smtp://mail.example:99999"),
        ("LMS_SMTP_URL", "smtp://mail.example/path"),
        ("LMS_SMTP_URL", "smtp://mail.example?starttls=maybe"),
        ("LMS_MAIL_FROM", "nobody"),
        ("LMS_MAIL_FROM", "Palabre <a@b.example"),
        ("LMS_MAIL_FROM", "Palabre\n <a@b.example>"),
        ("LMS_PLAIN_HTTP", "yes"),
        ("LMS_METRICS_TOKEN", "short"),
        ("LMS_METRICS_TOKEN", "long enough, but of words"),
        ("LMS_LOG", "xml"),
        ("LMS_CONTACT", "call us"),
        ("LMS_CONTACT", "javascript:alert(1)"),
        ("LMS_SOURCE_URL", "http://code.example"),
        ("LMS_SITE_TIMEZONE", "Abidjan"),
        ("LMS_SITE_TIMEZONE", "../../etc/passwd"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(read, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read(**{name: value})
    assert worded(caught.value).startswith(f"{name}")


def test_readers_are_told_who_publishes_the_site(read) -> None:
    site = read(LMS_PUBLISHER=" ACME ", LMS_CONTACT="a@b.example", LMS_SOURCE_URL="https://code.example/p").site
    assert (site.publisher, site.contact_url, site.source_url) == (
        "ACME",
        "mailto:a@b.example",
        "https://code.example/p",
    )
    assert read(LMS_CONTACT="https://b.example/c").site.contact_url == "https://b.example/c"
    assert read().site.publisher == ""


def test_a_refused_token_is_not_repeated(read) -> None:
    with pytest.raises(BadSetting) as caught:
        read(LMS_METRICS_TOKEN="sesame sesame sesame")
    assert "sesame" not in worded(caught.value)


def test_the_log_and_the_token_are_as_told(read) -> None:
    config = read(LMS_LOG="json", LMS_METRICS_TOKEN="a-token-of-some-length")
    assert (config.logs_json, config.metrics_token) == (True, "a-token-of-some-length")
    assert (read().logs_json, read(LMS_LOG="text").logs_json, read().metrics_token) == (False, False, "")


def test_a_secret_key_is_saved_with_the_data_only_where_it_is_kept_there(read) -> None:
    kept = read()
    assert kept.kept_secret_key == kept.secret_key
    assert read(LMS_SECRET_KEY="given " * 8).kept_secret_key is None


def test_a_refused_database_address_does_not_show_its_password(read) -> None:
    with pytest.raises(BadSetting) as caught:
        read(LMS_DATABASE_URL="mysql://u:hunter2@db/x")
    assert "hunter2" not in worded(caught.value) + repr(caught.value)


def test_an_instance_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="LMS_INSTANCE_DIR"):
        read_config({"LMS_INSTANCE_DIR": str(tmp_path / "file" / "instance")})


@pytest.mark.parametrize("kept", ["", "\n", "too short", "a" * 31 + "\n"])
def test_a_kept_secret_key_that_is_cut_off_is_refused(read, tmp_path: Path, kept: str) -> None:
    read()
    path = tmp_path / "instance" / "secret-key"
    path.write_text(kept)
    with pytest.raises(BadSetting, match="secret-key"):
        read()


def test_a_secret_key_is_on_the_disk_before_it_has_its_name(read, tmp_path: Path, monkeypatch) -> None:
    present = []
    monkeypatch.setattr("os.fsync", lambda _: present.append((tmp_path / "instance" / "secret-key").exists()))
    read()
    assert present == [False]


def test_a_mail_server_is_reached_over_tls_unless_told_otherwise(read) -> None:
    sender = {"LMS_MAIL_FROM": "Palabre <no-reply@palabre.example>"}
    one = read(LMS_SMTP_URL="smtp://a%40b:w%3Ard@mail.example", **sender).mail_server
    assert (one.host, one.port, one.user, one.password) == ("mail.example", 587, "a@b", "w:rd")
    assert (one.starts_tls, one.is_tls) == (True, False)
    two = read(LMS_SMTP_URL="smtps://mail.example", **sender).mail_server
    assert (two.port, two.starts_tls, two.is_tls) == (465, False, True)
    three = read(LMS_SMTP_URL="smtp://mail.example:25?starttls=no", **sender).mail_server
    assert (three.port, three.starts_tls, three.is_tls) == (25, False, False)
    assert read().mail_server is None


def test_a_mail_server_needs_a_sender_and_its_password_is_not_repeated(read) -> None:
    with pytest.raises(BadSetting, match="LMS_MAIL_FROM"):
        read(LMS_SMTP_URL="smtp://mail.example")
    with pytest.raises(BadSetting) as refused:
        read(LMS_SMTP_URL="smtp://user:secret@mail.example:port")
    assert "secret" not in worded(refused.value)
