"""The officer's face: what somebody may do, and the work that waits."""
