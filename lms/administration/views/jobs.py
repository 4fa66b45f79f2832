"""Jobs, looked after: what waits, what runs, what failed; tried again or given up."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.administration import wording
from lms.administration.access import acting
from lms.administration.views.asking import asked_number, asked_one_of, asked_text
from lms.administration.views.blueprint import bp
from lms.audit import actions as audit
from lms.clock import now
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.jobs.actions import NotPossible, give_up, try_again
from lms.jobs.queries import JobState, jobs_listed, pulse
from lms.web.access import ADMINISTRATOR, SUPPORT, access

# A job that waits longer has nobody who does it.
PATIENCE = timedelta(minutes=5)


@bp.get("/administration/jobs")
@access(SUPPORT)
def jobs() -> ResponseReturnValue:
    """The jobs of the last month, the newest first."""
    return _jobs_page()


@bp.post("/administration/jobs/<int:job>/<any(again,stop):act>")
@access(ADMINISTRATOR)
@once
def act_on_job(job: int, act: str) -> ResponseReturnValue:
    """Have a job tried again at once, or not any more."""
    at = now()
    try:
        found = try_again(job, at) if act == "again" else give_up(job, at)
    except NotPossible as refusal:
        return _jobs_page(refusal)
    verb = "job.retry" if act == "again" else "job.give-up"
    audit.record(acting(), verb, "job", str(job), "", {"kind": found.kind}, at)
    return redirect(url_for(".jobs", done=act), 303)


def _jobs_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    at = now()
    state, kind = asked_one_of("state", JobState), asked_text("kind")
    rows, has_more = jobs_listed(state, kind, asked_number("before"), at)
    alive = pulse(at)
    page = render_template(
        "administration/jobs.html",
        rows=rows,
        has_more=has_more,
        state=state,
        kind=kind,
        kinds=wording.JOBS,
        states=wording.JOB_STATES,
        pulse=alive,
        is_stuck=alive.overdue_since is not None and at - alive.overdue_since > PATIENCE,
        refusal=refusal,
        done=asked_text("done"),
    )
    return page, 409 if refusal else 200
