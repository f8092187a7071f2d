"""Views of the pages of settled families."""
