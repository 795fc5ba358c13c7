"""Pieces of SQL that questions about single cooperatives share: who reported them, and in which cell."""

# One row per unit and span of its names. A district that is gone keeps its last name: rows of a year in
# which it ended still are its rows.
UNIT_OF_YEAR = """
unit_of_year AS (
    SELECT unit_code, title, short_title, sort_order, valid_from AS named_from,
           coalesce(lead(valid_from) OVER (PARTITION BY unit_code ORDER BY valid_from) - 1,
                    DATE '9999-12-31') AS named_to
    FROM dim_unit
)"""


def _named(known: str) -> str:
    return (
        UNIT_OF_YEAR
        + f""",
named_{known} AS (
    SELECT c.*, u.short_title AS unit_title, u.sort_order AS unit_order, l.file_name, l.received_on,
           k.letters || CAST(c.row_number AS VARCHAR) AS cell
    FROM known_{known} AS c
    JOIN log_return AS l ON l.return_id = c.return_id
    LEFT JOIN log_column AS k
           ON k.return_id = c.return_id AND k.sheet = c.sheet AND k.column_name = 'coop_code'
    LEFT JOIN unit_of_year AS u
           ON u.unit_code = c.district_code
          AND make_date(c.assessment_year, 12, 31) BETWEEN u.named_from AND u.named_to
)"""
    )


# One row per known cooperative with its district's name, its file, and the cell in which its code stands:
# of those in scope, and of all.
NAMED_COOP, NAMED_ANYWHERE = _named("coop"), _named("anywhere")
