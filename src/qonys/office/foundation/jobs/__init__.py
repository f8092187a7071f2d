"""Long work done in the background, with progress a person can follow."""
