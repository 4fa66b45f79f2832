"""What may stand in the audit log: a closed list of acts and of kinds of things, each with its words.

To write down a new act: give it a name here, "<kind of thing>.<verb>", with a short sentence in English marked by N_(),
and its kind of thing in KINDS if that is new; run `python3 -m lms messages` and put the sentence into French; then call
`lms.audit.actions.record` in the transaction of the act. `record` refuses an act that is not in the list, and a test
finds one without words in either language. Details hold ids and codes, never a name, an address or a text that somebody
typed: the log outlives the people in it. An act stays in the list for as long as a log may hold it.
"""

from lms.errors import N_

ACTS = {
    "certificate.expire": N_("Certificate declared expired"),
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
