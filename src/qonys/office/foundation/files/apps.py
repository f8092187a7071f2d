from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "qonys.office.foundation.files"
    label = "files"
