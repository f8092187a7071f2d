"""Where a fact about a person came from, and as of which day."""
