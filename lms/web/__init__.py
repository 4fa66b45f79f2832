"""What all pages share: the language of their address, who may see them, their headers, static files and errors."""
