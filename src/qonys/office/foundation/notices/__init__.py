"""What the office tells people outside its pages: an outbox in the same transaction, carried by the worker."""
