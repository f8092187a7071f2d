"""One view for each step at the door."""
