"""How backups are called that are given no name."""

import re
from collections.abc import Iterable
from datetime import datetime

_NAME = re.compile(r"palabre-\d{8}T\d{6}Z\.zip")


def backup_name(at: datetime, word: str = "palabre") -> str:
    """The name of a backup of this moment: by name they are in the order in which they were made."""
    return f"{word}-{at:%Y%m%dT%H%M%SZ}.zip"


def former_name(at: datetime) -> str:
    """The name of what a restore replaces, saved first: two restores may follow within a second."""
    return f"before-restore-{at:%Y%m%dT%H%M%S}.{at:%f}Z.zip"


def superfluous(names: Iterable[str], keep: int) -> list[str]:
    """Of the files of a folder, the backups named by us that are older than the last `keep`; nobody else's."""
    return sorted(name for name in names if _NAME.fullmatch(name))[:-keep]
