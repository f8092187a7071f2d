"""Who may do what, where and until when: accounts, roles, mandates, and the one function that says which rows."""
