"""Why an intention could not be carried out, told in a way that any edge can word."""


class Refusal(Exception):
    """A rule said no: `message` is a msgid marked with N_(), `values` fill its placeholders at the edge.

    The view, form or command that catches it words it in its reader's language:
    `gettext(refusal.message) % refusal.values`.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for the catalogue without translating it here."""
    return message


CANNOT_USE = N_("%(path)s cannot be read or written: %(reason)s.")
