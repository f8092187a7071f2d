"""The quota ledger on pages: balances as a picture, statements, waiting lists, orders with preview and four eyes."""
