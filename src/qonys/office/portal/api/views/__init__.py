"""Pages about the API, for the people who connect a system."""
