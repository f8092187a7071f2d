"""Papers of a case: which are wanted, what was handed in, whether an officer found it good."""
