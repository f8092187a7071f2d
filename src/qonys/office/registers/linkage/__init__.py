"""One person, one entry: who may stand in the register twice, what an officer decided, and merges that can be undone."""
