"""What a page asks of the store while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coop.queries import parts

Query = tuple[str, dict[str, object]]


@contextmanager
def listening() -> Iterator[list[Query]]:
    """Every query asked inside, with its parameters, in order; each is answered as always."""
    heard, ask = list[Query](), parts.query

    def listen(sql: str, parameters: dict[str, object]) -> Any:
        heard.append((sql, parameters))
        return ask(sql, parameters)

    parts.query = listen  # type: ignore[assignment]
    try:
        yield heard
    finally:
        parts.query = ask
