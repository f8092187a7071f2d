"""`qonys doctor`: is everything as the office needs it, and if not, what is to be done?"""
