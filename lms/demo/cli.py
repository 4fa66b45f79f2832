"""`lms demo …`: make synthetic learners, or take them away."""

from __future__ import annotations

import click

from lms.console import gettext as _
from lms.errors import N_, Refusal
from lms.installation import opened

AT_ONCE = 250  # learners in one transaction: all that is held in memory, and others wait for its end


@click.command(
    help=_(
        "Make synthetic learners who take the courses, to see the site full, or take them away. "
        "Nobody can sign in as one of them; their addresses end in demo.example.org."
    )
)
@click.option("--learners", type=click.IntRange(1, 5_000_000), help=_("How many to make."))
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help=_("The same number makes the same learners.")
)
@click.option(
    "--certificates",
    default=1_000,
    show_default=True,
    type=click.IntRange(0),
    help=_("How many certificates to issue at most: each takes as long as a hundred learners."),
)
@click.option("--remove", is_flag=True, help=_("Take all of them away, with everything they did."))
@click.option("--yes", is_flag=True, help=_("Do it even though real people use this installation."))
def demo(learners: int | None, seed: int, certificates: int, remove: bool, yes: bool) -> None:
    """Make learners, or take them away."""
    if (learners is None) == (not remove):
        raise click.UsageError(_("Say either --learners and how many, or --remove."))
    with opened():
        if learners is None:
            _remove()
        else:
            _make(learners, seed, certificates, even_among_real=yes)


def _make(learners: int, seed: int, certificates: int, *, even_among_real: bool) -> None:
    from lms.clock import now
    from lms.db import db
    from lms.demo import queries
    from lms.demo.actions.making import Maker

    if queries.demo_people():
        raise Refusal(N_("There are demo learners already: take them away first, with --remove."))
    real = queries.real_people()
    if real and not even_among_real:
        message = N_("Real people use this installation (%(count)d): their figures would be mixed up. Or say --yes.")
        raise Refusal(message, count=real)
    courses = queries.courses()
    if not courses:
        raise Refusal(N_("There is no course to take yet: start the site once, or release one."))
    # The beginning of the day: what is made twice in a day is the same.
    maker = Maker(courses, seed, now().replace(hour=0, minute=0, second=0, microsecond=0))
    db.session.rollback()  # no transaction stays open from here to the first batch
    enrolments = completed = issued = 0
    with click.progressbar(range(1, learners + 1, AT_ONCE), label=_("Making learners")) as starts:
        for start in starts:
            numbers = range(start, min(start + AT_ONCE, learners + 1))
            # Spread evenly: the first learners are not the only ones to have a certificate.
            due = certificates * (numbers.stop - 1) // learners - issued
            made = maker.make(numbers, due)
            db.session.commit()
            enrolments, completed, issued = enrolments + made[0], completed + made[1], issued + made[2]
    click.echo(
        _("Learners: %(learners)d. Enrolments: %(enrolments)d, completed: %(completed)d.")
        % {"learners": learners, "enrolments": enrolments, "completed": completed}
    )
    click.echo(
        _("Certificates: %(count)d, drawn one by one. For more of those that are due, say --certificates and how many.")
        % {"count": issued}
    )


def _remove() -> None:
    from lms.db import db
    from lms.demo import queries
    from lms.demo.actions import removing

    count = queries.demo_people()
    with click.progressbar(length=count, label=_("Taking learners away")) as progress:
        while some := removing.remove_some():
            db.session.commit()
            progress.update(some)
    removing.remove_mails()
    db.session.commit()
    click.echo(_("Demo learners gone, with everything they did: %(count)d.") % {"count": count})
