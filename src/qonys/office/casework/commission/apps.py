from django.apps import AppConfig


class CommissionConfig(AppConfig):
    name = "qonys.office.casework.commission"
    label = "commission"
