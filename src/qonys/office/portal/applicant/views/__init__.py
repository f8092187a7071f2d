"""Views translate: a request into a question, an answer into a page."""
