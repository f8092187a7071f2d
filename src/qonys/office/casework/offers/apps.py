from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "qonys.office.casework.offers"
    label = "offers"
