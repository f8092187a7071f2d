"""Events for other systems: written in the transaction of what happened, delivered by the worker until they arrive."""
