from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "qonys.office.casework.appeals"
    label = "appeals"
