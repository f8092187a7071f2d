from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "qonys.office.casework.letters"
    label = "letters"
