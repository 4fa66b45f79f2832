"""A form that is none of ours is refused everywhere in the administration, though who sends it may do the act."""

from flask import Flask

from lms.accounts.models import Role
from tests.forms import HTTPS
from tests.people import staff

WORDS = {"language": "en", "slug": "first", "certificate": "0" * 27, "mail": 1, "job": 1, "group": "site"}
CHOICES = {"act_on_job": {"act": "stop"}, "act_on_certificate": {"deed": "revoke"}, "act_on_course": {"step": "retire"}}
OURS = {
    "act_on_certificate", "act_on_course", "act_on_job", "change_settings", "release_course", "send_failed_mails_again",
    "send_mail_again",
}  # fmt: skip


def test_a_forged_post_of_an_administrator_is_refused(fresh_app: Flask) -> None:
    client = staff(fresh_app, Role.ADMINISTRATOR)
    adapter = fresh_app.url_map.bind("localhost")
    for name in OURS:
        endpoint = f"administration.{name}"
        (rule,) = (rule for rule in fresh_app.url_map.iter_rules(endpoint) if "POST" in (rule.methods or ()))
        words = {word: {**WORDS, **CHOICES.get(name, {})}[word] for word in rule.arguments}
        reply = client.post(adapter.build(endpoint, words, "POST"), base_url=HTTPS, data={"reason": "x"})
        assert reply.status_code == 400, (name, reply.status_code)
