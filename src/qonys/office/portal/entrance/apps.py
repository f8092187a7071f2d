from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "qonys.office.portal.entrance"
    label = "entrance"
