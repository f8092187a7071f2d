"""What was done, by whom and when: append-only, chained, sealed; and who looked."""
