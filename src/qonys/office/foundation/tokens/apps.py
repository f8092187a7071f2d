from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "qonys.office.foundation.tokens"
    label = "tokens"
