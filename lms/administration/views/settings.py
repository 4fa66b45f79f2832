"""Settings of the site, changed by administrators: a page for each group of them."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.administration import wording
from lms.administration.access import acting
from lms.administration.queries.actors import actors_in_words
from lms.administration.views.blueprint import bp
from lms.audit.queries import entries_about_any
from lms.clock import now
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.settings import queries
from lms.settings.actions import ChangedMeanwhile, change, rendered
from lms.settings.queries import LANGUAGES, Kind
from lms.web.access import ADMINISTRATOR, access
from lms.web.locale import speaking

_GROUP = f"<any({','.join(queries.GROUPS)}):group>"
# The templates of the texts that come with the software.
_SHIPPED = {"legal.notice": "catalog/notice.html", "legal.privacy": "accounts/privacy.html"}
_PAGES = ("notice", "privacy", "terms")


@bp.get("/administration/settings")
@access(ADMINISTRATOR)
def settings() -> ResponseReturnValue:
    """The groups of settings, with what was changed in each."""
    changed = {queries.SETTINGS[name].group for name in queries.values()}
    return render_template("administration/settings.html", groups=wording.GROUPS, changed=changed)


@bp.get(f"/administration/settings/{_GROUP}")
@access(ADMINISTRATOR)
def settings_group(group: str) -> ResponseReturnValue:
    """One group, as it is stored at this moment."""
    stored = queries.stored(group)
    return _page(group, _prefilled(stored), queries.fingerprint(stored))


@bp.post(f"/administration/settings/{_GROUP}")
@access(ADMINISTRATOR)
@once
def change_settings(group: str) -> ResponseReturnValue:
    """Change a group, or show what a legal text would look like."""
    fields = request.form.to_dict()
    stored = queries.stored(group)
    seen = queries.fingerprint(stored)
    errors: dict[str, Refusal] = {}
    wanted = {known.name: queries.read_fields(known, fields, errors) for known in queries.of_group(group)}
    for field, refusal in queries.faults(wanted).items():
        errors.setdefault(field, refusal)
    if errors:
        return _page(group, fields, fields.get("seen", ""), errors=errors)
    if "preview" in fields:
        return _page(group, fields, fields.get("seen", ""), preview=_previewed(wanted))
    if fields.get("seen") != seen:
        return _page(group, fields, seen, moved=_moved(group))
    for name, template in _SHIPPED.items():
        if name in wanted and wanted[name] == _shipped(template):
            wanted[name] = dict.fromkeys(LANGUAGES, "")  # still the one that comes with the software
    try:
        change(wanted, stored, actor=acting(), at=now())
    except ChangedMeanwhile:
        return _page(group, fields, seen, moved=_moved(group))
    return redirect(url_for(".settings_group", group=group, saved=1), 303)


def _page(
    group: str,
    values: dict[str, str],
    seen: str,
    *,
    errors: dict[str, Refusal] | None = None,
    preview: dict[str, str] | None = None,
    moved: dict[str, dict[str, str]] | None = None,
) -> ResponseReturnValue:
    history = entries_about_any("setting", [known.name for known in queries.of_group(group)])
    page = render_template(
        "administration/settings_group.html",
        group=group,
        title=wording.GROUPS[group][0],
        about=wording.GROUPS[group][1],
        words=wording.SETTINGS,
        known=queries.of_group(group),
        kinds=Kind,
        is_page=group in _PAGES,
        values=values,
        seen=seen,
        errors=errors or {},
        looks=preview,
        moved=moved,
        was_saved="saved" in request.args,
        history=history,
        actors=actors_in_words(entry.actor for entry in history),
    )
    return page, 422 if errors else 409 if moved is not None else 200


def _moved(group: str) -> dict[str, dict[str, str]]:
    """What is stored now, by setting and field, for whoever was shown something else."""
    return {name: queries.as_fields(name, value) for name, value in queries.stored(group).items()}


def _prefilled(stored: dict[str, Any]) -> dict[str, str]:
    """What the fields hold: a legal text that nobody wrote begins with the one that comes with the software."""
    values: dict[str, str] = {}
    for name, value in stored.items():
        shipped = _SHIPPED.get(name)
        values |= queries.as_fields(name, _shipped(shipped) if shipped and not value else value)
    return values


def _shipped(template: str) -> dict[str, str]:
    texts = {}
    address = current_app.config["LMS"].public_url
    for language in LANGUAGES:
        with speaking(language):
            texts[language] = queries.markdown_of(render_template(template, address=address))
    return texts


def _previewed(wanted: dict[str, Any]) -> dict[str, str]:
    texts = next(iter(wanted.values()))
    return {language: rendered(texts[language], language) for language in LANGUAGES}
