from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "qonys.office.casework.ledger"
    label = "ledger"
