"""What units owe besides the plan's tasks: indicators by period, as data says, and when they fall due."""

from etl.indicators.indicator import Indicator, indicators
from etl.indicators.owed import Owed, due_of, indicators_owed, opens_on, owed_in_year, owed_on
from etl.indicators.titles import period_of_text, period_title, short_period_title

__all__ = [
    "Indicator",
    "Owed",
    "due_of",
    "indicators",
    "indicators_owed",
    "opens_on",
    "owed_in_year",
    "owed_on",
    "period_of_text",
    "period_title",
    "short_period_title",
]
