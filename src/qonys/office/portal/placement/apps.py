from django.apps import AppConfig


class PlacementPagesConfig(AppConfig):
    name = "qonys.office.portal.placement"
    label = "placement_pages"
