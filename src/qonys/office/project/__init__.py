"""How the office is put together: settings, addresses, languages, the door to the web server."""
