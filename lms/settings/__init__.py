"""What administrators set for the whole site, kept in the database: its name, its legal texts, how long data stays."""
