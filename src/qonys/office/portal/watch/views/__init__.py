"""One file for health, one for metrics. Nothing here tells of a person, needs a session, or sends elsewhere."""
