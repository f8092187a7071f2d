from django.apps import AppConfig


class OfficerConfig(AppConfig):
    name = "qonys.office.portal.officer"
    label = "officer"
