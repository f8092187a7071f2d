from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "qonys.office.portal.loop"
    label = "loop_pages"
