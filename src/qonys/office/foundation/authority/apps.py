from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "qonys.office.foundation.authority"
    label = "authority"
