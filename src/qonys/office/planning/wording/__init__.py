"""How numbers, names and doubt are written for a reader: one vocabulary for pages, briefs and files."""
