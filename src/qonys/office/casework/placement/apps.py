from django.apps import AppConfig


class PlacementConfig(AppConfig):
    name = "qonys.office.casework.placement"
    label = "placement"
