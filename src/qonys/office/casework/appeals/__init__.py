"""Appeals against scored decisions: attached to the receipt, on a clock of the law, decided by another officer."""
