"""What the settings are called, and what each is for."""

from lms.errors import N_

# In the order of `lms.settings.known.GROUPS`: title, and what is set there.
GROUPS = {
    "site": (N_("The site"), N_("Its name, its first language, who publishes it and how to write to them")),
    "certificates": (N_("Certificates"), N_("The institution that issues them and who signs")),
    "notice": (N_("Legal notice"), N_("Who publishes this site and answers for it")),
    "privacy": (N_("Privacy notice"), N_("What is kept about people: they agree to it when they open an account")),
    "terms": (N_("Terms of use"), N_("Optional: shown with the legal notice once it is written")),
    "retention": (N_("How long data stays"), N_("When inactive accounts are warned and erased, how long exports stay")),
}
# By name: label and hint.
SETTINGS = {
    "site.name": (N_("Name of the site"), N_("In titles of pages, at their foot and in mails. 40 characters at most.")),
    "site.language": (
        N_("First language"),
        N_("For readers whose browser asks for neither French nor English. Both are always offered."),
    ),
    "site.publisher": (N_("Publisher"), N_("A person or an institution. Empty: what the server’s settings say.")),
    "site.contact": (
        N_("Contact"),
        N_("An e-mail address, or the https address of a page. Empty: what the server’s settings say."),
    ),
    "certificates.institution": (
        N_("Institution"),
        N_("Stands on certificates in place of the institution of the course. Empty: that of the course."),
    ),
    "certificates.signatory_name": (
        N_("Who signs"),
        N_("Empty: whoever signs for the institution of the course."),
    ),
    "certificates.signatory_title": (N_("Title of the person who signs"), ""),
    "legal.notice": (N_("Legal notice"), ""),
    "legal.privacy": (N_("Privacy notice"), ""),
    "legal.terms": (N_("Terms of use"), ""),
    "retention.inactive_months": (
        N_("Months without activity before an account is warned"),
        N_("From %(least)s to %(most)s."),
    ),
    "retention.warning_days": (
        N_("Days between the warning and the erasure"),
        N_("From %(least)s to %(most)s. Signing in during that time keeps the account."),
    ),
    "retention.export_days": (N_("Days for which exported files are kept"), N_("From %(least)s to %(most)s.")),
}
# How much more time, in percent, for quizzes with a time limit: what support chooses from.
EXTRA_TIMES = {
    0: N_("None"),
    25: N_("A quarter more"),
    50: N_("Half more"),
    100: N_("Twice the time"),
    200: N_("Three times the time"),
}
# Jobs by their kind; one that is not here is shown under its own name.
JOBS = {
    "accounts.new-address": N_("Offer a new address"),
    "accounts.register": N_("Open an account"),
    "accounts.sign-in-code": N_("Send a sign-in code"),
    "close-attempt": N_("Close a quiz whose time is up"),
    "export": N_("Make a file of figures"),
    "mail": N_("Send a mail"),
    "privacy.erase": N_("Erase an account"),
    "privacy.journal": N_("Note an erasure for restores"),
    "regrade": N_("Grade a question anew"),
    "restore-regrade": N_("Take a regrade back"),
}
DEVICES = {"one": N_("one of them"), "all": N_("all of them")}
JOB_STATES = {"due": N_("Waiting"), "running": N_("Being done"), "failed": N_("Given up"), "done": N_("Done")}
MAIL_STATES = {
    "waiting": N_("About to leave"),
    "sent": N_("Sent"),
    "refused": N_("Refused for good"),
    "failed": N_("Given up"),
}
CERTIFICATE_STATES = {
    "valid": N_("Valid"),
    "revoked": N_("Revoked"),
    "replaced": N_("Replaced"),
    "expired": N_("Expired"),
    "withdrawn": N_("Withdrawn by its holder"),
}
CAUSES = {
    "mistake": N_("It was issued by mistake"),
    "misuse": N_("It was obtained against the rules of the course"),
    "request": N_("Its holder asks for it"),
    "correction": N_("What it states was corrected"),
    "outdated": N_("What it vouches for no longer holds"),
}
