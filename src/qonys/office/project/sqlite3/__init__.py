"""SQLite for an office in which many write at once."""
