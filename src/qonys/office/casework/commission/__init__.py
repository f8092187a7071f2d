"""The commission: who sits, what is put to the vote, and what it recommends."""
