"""The service: a thin Django office that keeps, shows and hands out what the engines compute."""
