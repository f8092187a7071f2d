"""Applications in the making: what a family has told so far, what is still needed, and sending it in."""
