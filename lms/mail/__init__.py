"""The outbox: mails are rows written with their cause, sent after the commit, at least once under one Message-ID."""
