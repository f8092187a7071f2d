from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "qonys.office.portal.api"
    label = "api"
