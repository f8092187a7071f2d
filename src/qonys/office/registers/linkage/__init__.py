"""One person, one entry: who may stand in the register twice, what an officer decided, merges that are undoable."""
