"""The sentences for everything a check finds, by code: each says what is wrong, and how to mend it."""
