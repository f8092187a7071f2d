from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "qonys.office.planning.forecasts"
    label = "forecasts"
