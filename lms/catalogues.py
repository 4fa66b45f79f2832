"""Catalogues of translations: compiled when they changed, so that nobody has to remember to."""

from pathlib import Path

from lms.config import ROOT

TRANSLATIONS = ROOT / "translations"


def compile_stale(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile every messages.po whose .mo is missing or older; return what was compiled."""
    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        _compile(source, target)
        compiled.append(target)
    return compiled


def _compile(source: Path, target: Path) -> None:
    # Babel is heavy and a second start compiles nothing.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as lines:
        catalogue = read_po(lines)
    # Another process may compile at the same time: each writes its own, the last rename wins whole.
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(dir=target.parent, suffix=".tmp", delete=False) as fresh:
        write_mo(fresh, catalogue)
    Path(fresh.name).chmod(0o644)
    Path(fresh.name).replace(target)
