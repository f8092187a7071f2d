from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "qonys.office.foundation.notices"
    label = "notices"
