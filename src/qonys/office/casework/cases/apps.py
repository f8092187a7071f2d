from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "qonys.office.casework.cases"
    label = "cases"
