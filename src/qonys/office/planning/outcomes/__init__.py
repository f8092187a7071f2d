"""What the registers tell of settled families, turned into chances: gains of placement, retention of scenarios."""
