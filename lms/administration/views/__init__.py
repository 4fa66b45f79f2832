"""Pages for those who run the site, one module for each kind of thing they look after."""
