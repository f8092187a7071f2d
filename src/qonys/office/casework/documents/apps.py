from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "qonys.office.casework.documents"
    label = "documents"
