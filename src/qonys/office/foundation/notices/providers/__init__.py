"""Those who carry a message the last mile. Each tells what became of it in one of four words (port)."""
