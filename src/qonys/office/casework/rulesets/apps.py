from django.apps import AppConfig


class RuleSetsConfig(AppConfig):
    name = "qonys.office.casework.rulesets"
    label = "rulesets"
