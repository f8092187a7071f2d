from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "qonys.office.casework.selection"
    label = "selection"
