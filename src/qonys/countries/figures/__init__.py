"""Published figures: how files are read, what shape they take, which vintage counts, and what must add up."""
