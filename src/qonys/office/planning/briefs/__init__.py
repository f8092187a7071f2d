"""The brief of a run: two pages a minister reads in four minutes, as PDF and as a page."""
