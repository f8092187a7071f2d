"""A case on one screen, part by part: what the journal and the registers say, in the reader's words."""
