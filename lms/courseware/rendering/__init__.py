"""From Markdown to the HTML that pages show: read as previews read it, sanitised, set in its language's type."""
