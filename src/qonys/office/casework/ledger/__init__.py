"""The quota ledger: no place is given twice, none is lost, each leads to an order and to a case."""
