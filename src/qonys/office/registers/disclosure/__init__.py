"""What keeps counts of people from telling of one person: the only form in which counts leave the registers."""
