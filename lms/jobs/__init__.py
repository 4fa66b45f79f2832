"""Work that a request leaves behind: a row written with its cause, carried out after the commit."""
