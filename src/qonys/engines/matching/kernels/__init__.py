"""The compiled loops. Numba infers their types from the call; the files beside them say what they are for."""
