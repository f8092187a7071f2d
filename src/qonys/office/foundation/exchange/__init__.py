"""Tables from outside: tried without writing, written in steps that can be resumed, undone within a day."""
