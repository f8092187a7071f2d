"""For those who watch over the service: is it alive, is it ready, how does it fare?"""
