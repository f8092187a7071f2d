from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    name = "qonys.office.casework.integration"
    label = "integration"
