"""What people do with their accounts."""

from lms.accounts.actions.signing import end_sign_in, note_use, open_sign_in

__all__ = ["end_sign_in", "note_use", "open_sign_in"]
