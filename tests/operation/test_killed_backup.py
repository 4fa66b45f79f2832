"""A backup that is killed leaves no file under its name, and stops no later one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.clock import now
from lms.config import ROOT, Config
from lms.db import db
from lms.media.actions import put
from tests.databases import Databases
from tests.operation.made import opened, type_in

MEDIA_BYTES = 60_000_000  # enough for a moment in which to kill


@pytest.fixture
def config(databases: Databases, configure: Callable[..., Config]) -> Config:
    config = configure(databases.copy())
    with opened(config) as app, app.app_context():
        put(os.urandom(MEDIA_BYTES), now())
        db.session.commit()
    return config


def test_no_half_file_stands_under_the_name(config: Config, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    environ = {**os.environ, "LMS_INSTANCE_DIR": str(config.instance_dir), "LMS_DATABASE_URL": config.database_url}
    command = [sys.executable, "-m", "lms.commandline", "backup", str(target)]
    with subprocess.Popen(command, cwd=ROOT, env=environ) as process:
        while not any(path.suffix == ".part" and path.stat().st_size > 1_000_000 for path in tmp_path.iterdir()):
            assert process.poll() is None, "it was over before it could be killed"
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not target.exists()
    left = list(tmp_path.iterdir())
    assert left
    assert all(path.name.startswith(".") for path in left)

    for path in left:  # a day later
        os.utime(path, (time.time() - 90_000,) * 2)
    done = type_in(config, "backup", target, "--keep", 1)
    assert done.exit_code == 0, (done.output, done.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
