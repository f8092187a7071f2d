"""What if: policies tried on the forecast's own futures, kept as comparisons; and how many must come for a goal."""
