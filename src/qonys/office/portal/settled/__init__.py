"""Pages of settled families: the officer who follows them, the family itself, and figures for everybody."""
