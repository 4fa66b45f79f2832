"""What the roles are called, and what each opens: by the values of `lms.accounts.models.Role`."""

from lms.errors import N_

ROLE_NAMES = {
    "administrator": N_("Administrator"),
    "analyst": N_("Analyst"),
    "support": N_("Support"),
}
ROLE_POWERS = {
    "administrator": N_("Looks after everything: people, courses, certificates, settings, the audit log."),
    "analyst": N_("Sees figures in which nobody can be found, and never a name."),
    "support": N_("Finds people and helps them in: sign-ins, mails, enrolments, certificates."),
}
