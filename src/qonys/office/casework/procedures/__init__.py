"""What a procedure does beyond its case: support by the law of the day, and what the registers learn from it."""
