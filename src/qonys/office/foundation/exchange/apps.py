from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "qonys.office.foundation.exchange"
    label = "exchange"
