from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "qonys.office.casework.applications"
    label = "applications"
