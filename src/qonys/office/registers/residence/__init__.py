"""Where people are registered, from when until when, on the list of territories of that time."""
