"""What a brief says, in numbers: asked of a run's tables, in no language yet."""
