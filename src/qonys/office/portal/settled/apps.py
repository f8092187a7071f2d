from django.apps import AppConfig


class SettledConfig(AppConfig):
    name = "qonys.office.portal.settled"
    label = "settled_pages"
