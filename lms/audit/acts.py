"""What may stand in the audit log: closed lists of acts, of kinds of things and of details, each with its words.

To write down a new act: give it a name here, "<kind of thing>.<verb>", with a short sentence in English marked by N_(),
and its kind of thing in KINDS if that is new, and its details in DETAILS if it has some; run `python3 -m lms messages`
and put the words into French; then call `lms.audit.actions.record` in the transaction of the act. `record` refuses an
act or a detail that is not in the list, and a test finds one without words in either language. Details hold ids and
codes, never a name, an address or a text that somebody typed: the log outlives the people in it. An act stays in the
list for as long as a log may hold it.
"""

from lms.errors import N_

ACTS = {
    "certificate.expire": N_("Certificate declared expired"),
    "certificate.reissue": N_("Certificate issued again"),
    "certificate.replace": N_("Certificate replaced"),
    "certificate.revoke": N_("Certificate revoked"),
    "course.dates": N_("Dates of a course changed"),
    "course.regrade": N_("Question regraded"),
    "course.regrade-undo": N_("Regrade taken back"),
    "course.release": N_("Course released"),
    "course.reopen": N_("Course reopened"),
    "course.retire": N_("Course retired"),
    "course.rollback": N_("Earlier release of a course shown again"),
    "enrolment.extra-time": N_("Extra time for quizzes changed"),
    "export.make": N_("File of figures asked for"),
    "installation.restore": N_("Backup restored"),
    "invitation.make": N_("Invitation to a role made"),
    "invitation.take": N_("Invitation to a role taken"),
    "job.give-up": N_("Job given up"),
    "job.retry": N_("Job tried again"),
    "mail.resend": N_("Mail sent again"),
    "mail.resend-failed": N_("Failed mails sent again"),
    "person.disable": N_("Account disabled"),
    "person.enable": N_("Account enabled again"),
    "person.end-sign-ins": N_("Signed out"),
    "person.give-role": N_("Role given"),
    "person.merge": N_("Two accounts merged"),
    "person.send-code": N_("Sign-in code sent"),
    "person.take-role": N_("Role taken away"),
    "second-factor.confirm": N_("Second factor set up"),
    "second-factor.new-codes": N_("New recovery codes made"),
    "second-factor.recover": N_("Recovery code used"),
    "second-factor.remove": N_("Second factor given up for another"),
    "second-factor.reset": N_("Second factor reset"),
    "setting.change": N_("Setting changed"),
    "statistics.publish": N_("Figures of a quarter published"),
}
KINDS = {
    "certificate": N_("Certificate"),
    "course": N_("Course"),
    "export": N_("File of figures"),
    "installation": N_("Installation"),
    "invitation": N_("Invitation"),
    "job": N_("Job"),
    "mail": N_("Mail"),
    "person": N_("Account"),
    "setting": N_("Setting"),
    "statistics": N_("Statistics"),
}
_ROLES = {"from": N_("Role before"), "to": N_("Role after")}
# By act: what its details are called. What the codes in them mean is worded where the log is shown.
DETAILS: dict[str, dict[str, str]] = {
    "certificate.reissue": {"by": N_("New certificate")},
    "certificate.replace": {"by": N_("Replaced by")},
    "certificate.revoke": {"cause": N_("Cause")},
    "course.dates": {"opens_on": N_("Opens"), "closes_on": N_("Closes")},
    "course.regrade": {"question": N_("Question"), "release": N_("Release")},
    "course.regrade-undo": {"question": N_("Question")},
    "course.release": {"number": N_("Release"), "folder": N_("Folder")},
    "course.rollback": {"before": N_("Release before"), "after": N_("Release after")},
    "export.make": {
        "content": N_("The file holds"), "format": N_("Kind of file"), "names": N_("With names"), "rows": N_("Rows"),
        "by": N_("Broken down by"), "period": N_("Period"), "course": N_("Course"), "institution": N_("Institution"),
        "release": N_("Release"), "country": N_("Country"), "sex": N_("Sex"), "age": N_("Age"),
        "sector": N_("Sector"), "kind": N_("Kind of organisation"), "language": N_("Language"),
    },
    "enrolment.extra-time": {
        "course": N_("Course"), "from": N_("Percent before"), "to": N_("Percent after"),
        "attempts": N_("Open attempts"),
    },
    "installation.restore": {
        "version": N_("Version of the program"), "database": N_("State of the database"), "rows": N_("Rows"),
    },
    "invitation.make": {"role": N_("Role")},
    "invitation.take": {**_ROLES, "invitation": N_("Invitation")},
    "job.give-up": {"kind": N_("Job")},
    "job.retry": {"kind": N_("Job")},
    "mail.resend-failed": {"count": N_("How many")},
    "person.end-sign-ins": {"devices": N_("Devices")},
    "person.give-role": _ROLES,
    "person.merge": {
        "merged": N_("Account that ended"), "moved": N_("Enrolments taken over"), "pairs": N_("Enrolments of both"),
    },
    "person.take-role": _ROLES,
    "second-factor.recover": {"left": N_("Recovery codes left")},
    "setting.change": {"before": N_("Before"), "after": N_("After")},
}  # fmt: skip
