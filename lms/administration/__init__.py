"""Pages for those who run the site: they read what every feature holds and call what it does, and own no table."""
