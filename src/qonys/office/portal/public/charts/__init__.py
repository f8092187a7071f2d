"""Charts as neutral descriptions: what to draw, the sentence it says, the table behind it, the data to take home."""
