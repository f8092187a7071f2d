"""How flows were estimated and forecast, for whoever reads the result."""

from __future__ import annotations

from qonys.engines.vocabulary.rates import Method
from qonys.engines.vocabulary.territory import Names
from qonys.moves.chain import Moves

SOURCES = (
    "Stouffer, American Sociological Review 5 (1940), intervening opportunities",
    "Deming and Stephan, Annals of Mathematical Statistics 11 (1940), raking",
)


def method(moves: Moves) -> Method:
    """One paragraph on who moves where, of this run."""
    history = moves.history
    first, last = history.first, history.first + moves.published - 1
    until = moves.first_year + len(moves.made.windows) - 1
    years = f"{first}\N{EN DASH}{last}"
    return Method(
        "internal_migration",
        Names(
            kk=_joined(
                f"""Жарияланған {years} жылдардың әрқайсысы үшін бағыттар қашықтық пен жол бойындағы мүмкіндіктерге
                қарай бағаланып, келгендер мен кеткендер санына дәл келтірілді; бағдарлама бойынша саналған көшулер
                өз күйінде қалды. Содан бергі жылдар жылдың жарияланған бөлігіндегі таза көші-қонмен жаңартылды.
                {until} жылға дейін әр бағыт жеке болжанды, одан кейін проекция ұзақ мерзімді қарқынға біртіндеп
                оралады."""
            ),
            ru=_joined(
                f"""За каждый опубликованный год ({years}) направления оценены по расстоянию и возможностям на пути
                и точно согласованы с прибытиями и выбытиями; посчитанные переселения по программе сохранены. Годы с
                тех пор обновлены по сальдо за опубликованную часть года. До {until} года каждое направление
                прогнозируется отдельно, дальше проекция постепенно возвращается к долгосрочным темпам."""
            ),
            en=_joined(
                f"""For each published year ({years}) destinations were estimated from distance and the opportunities
                on the way, made to agree exactly with arrivals and departures; moves counted by a programme were
                kept. The years since were brought up to date with net moves where part of a year is published. Up
                to {until} every pair is forecast; beyond, the projection gradually returns to the rates of the long
                run."""
            ),
        ),
        SOURCES,
    )


def _joined(text: str) -> str:
    return " ".join(text.split())
