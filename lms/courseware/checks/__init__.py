"""What the parts of a course must keep towards each other: references, media, registers, two languages in step."""
