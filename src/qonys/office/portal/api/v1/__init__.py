"""Version 1: one file for one subject. A field may be added; one that is there never changes its meaning."""
