"""The loop on one page: each station with its newest day and version, what it took, and what is stale."""
