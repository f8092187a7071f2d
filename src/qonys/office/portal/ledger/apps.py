from django.apps import AppConfig


class LedgerPagesConfig(AppConfig):
    name = "qonys.office.portal.ledger"
    label = "ledger_pages"
