"""Who lives together, and who is what to whom."""
