"""Who takes which course: everything a learner does in a course hangs on an enrolment."""
