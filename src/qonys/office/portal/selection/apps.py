from django.apps import AppConfig


class SelectionPagesConfig(AppConfig):
    name = "qonys.office.portal.selection"
    label = "selection_pages"
