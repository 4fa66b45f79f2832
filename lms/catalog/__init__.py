"""Home, catalogue, course pages and search: reads what every feature below has published."""
