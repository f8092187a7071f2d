"""The door: sign in with a password and a second factor, and out again."""
