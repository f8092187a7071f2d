"""One person across registers: from files to pairs, and invented registers to measure it on."""
