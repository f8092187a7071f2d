"""Addresses of the API's pages for people, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.api.views import guide, tokens

urlpatterns = [
    path("api/", guide.guide, name="api_guide"),
    path("api/tokens/", tokens.tokens, name="api_tokens"),
    path("api/tokens/<int:number>/end", tokens.end, name="api_token_end"),
]
