"""Beginning a course: a folder with one of everything, to be replaced bit by bit."""

from __future__ import annotations

from pathlib import Path

from lms.courseware.parsing.fields import KEY
from lms.errors import N_, Refusal

SKELETON = Path(__file__).resolve().parents[1] / "skeleton"
_TEXTS = {".md", ".yml"}


def begin_course(folder: Path) -> int:
    """Copy the skeleton to `folder`, its name put for `{slug}`; return the number of files written.

    The folder must not exist yet, or be empty; its name becomes the slug.
    """
    slug = folder.resolve().name
    if not KEY.fullmatch(slug):
        message = N_(
            "%(slug)s cannot be a course's name: use small letters a to z, digits and hyphens, a letter or digit at "
            "both ends, 60 characters at most."
        )
        raise Refusal(message, slug=slug)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(N_("%(folder)s is there already: choose another name."), folder=folder)
    sources = [path for path in sorted(SKELETON.rglob("*")) if path.is_file()]
    for source in sources:
        target = folder / source.relative_to(SKELETON)
        target.parent.mkdir(parents=True, exist_ok=True)
        content = source.read_bytes()
        if source.suffix in _TEXTS:
            content = content.replace(b"{slug}", slug.encode())
        target.write_bytes(content)
    return len(sources)
