"""The whole office in one file: backup, restore, and the move from one database to the other."""
