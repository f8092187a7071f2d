"""Names in a form that does not depend on the script or the spelling scheme they were written in."""
