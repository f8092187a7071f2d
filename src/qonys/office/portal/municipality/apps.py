from django.apps import AppConfig


class MunicipalityConfig(AppConfig):
    name = "qonys.office.portal.municipality"
    label = "municipality"
