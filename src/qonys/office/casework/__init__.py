"""Cases from application to decision and after, and what belongs to them."""
