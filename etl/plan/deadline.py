"""A deadline written in a plan's table: a day, a month, a quarter, a year or several, or every year."""

from datetime import date

from etl.returns.deadlines import deadline_of


def read_deadline(text: str) -> date | None:
    """The last day that is on time, or None where the deadline comes back every year or none is set.

    A month, a quarter or a year ends on its last day. Raises ValueError for anything else.
    """
    if not text.strip(" ."):
        return None
    found = deadline_of(text)
    if found is None:
        raise ValueError(text)
    return found.last
