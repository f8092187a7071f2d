"""What people hand in: checked, staged, kept with its digest in the journal, and given back unchanged."""
