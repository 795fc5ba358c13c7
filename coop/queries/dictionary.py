"""The dictionary: what each measure, table and column means, its unit, source and confidence."""

import pandas as pd

from coop.queries.parts import ask
from coop.queries.scope import Scope

_MEASURES = """
SELECT measure_code, title, definition, unit, version, valid_from, source, confidence
FROM meta_measure ORDER BY sort_order"""

_TABLES = """
SELECT table_kind, table_name, table_title, count(*) AS column_count, min(source) AS source
FROM meta_column
GROUP BY table_kind, table_name, table_title
ORDER BY CASE table_kind WHEN 'form' THEN 1 WHEN 'reference' THEN 2 ELSE 3 END, table_name"""

_COLUMNS = """
SELECT table_kind, table_name, table_title, column_name, title, unit, meaning, source, confidence
FROM meta_column
ORDER BY CASE table_kind WHEN 'form' THEN 1 WHEN 'reference' THEN 2 ELSE 3 END, table_name, sort_order"""

_CORRECTIONS = """
SELECT c.return_id, l.file_name, c.sheet, c.cell, c.before, c.after, c.why, c.agreed_by, c.agreed_on
FROM log_correction AS c JOIN log_return AS l ON l.return_id = c.return_id
ORDER BY c.agreed_on, l.load_order, c.sheet, c.cell"""

_SET_ASIDE = """
SELECT return_id, file_name, received_on, reason, agreed_by, decided_on
FROM log_set_aside ORDER BY decided_on, return_id"""

_TOUCHING = """
SELECT count(*) AS correction_count,
       count(*) FILTER (WHERE c.agreed_on > CAST($as_of AS DATE)) AS later_count
FROM log_correction AS c JOIN log_return AS l ON l.return_id = c.return_id
WHERE l.report_year <= $plan_year AND l.received_on <= CAST($as_of AS DATE)
  AND ($all_units OR list_contains($units, l.unit_code))"""


def measures() -> pd.DataFrame:
    """One row per measure: measure_code, title, definition, unit, version, valid_from, source, confidence."""
    return ask(_MEASURES)


def tables() -> pd.DataFrame:
    """One row per table: table_kind ('form', 'reference', 'warehouse'), name, title, column_count, source."""
    return ask(_TABLES)


def columns() -> pd.DataFrame:
    """One row per column: its table, name, title, unit, meaning, source and confidence."""
    return ask(_COLUMNS)


def corrections() -> pd.DataFrame:
    """One row per cell that the department put right: its file, place, before, after, why, who, when."""
    return ask(_CORRECTIONS)


def corrections_touching(scope: Scope) -> tuple[int, int]:
    """How many of these cells stand in returns of the scope's units, up to its year and known on its day.

    The second number are those agreed on after that day: with them the figures are not as they were
    published then (docs/decisions/0011).
    """
    row = ask(_TOUCHING, scope).iloc[0]
    return int(row["correction_count"]), int(row["later_count"])


def files_set_aside() -> pd.DataFrame:
    """One row per file of the archive that does not count: its name, when received, why, who, when."""
    return ask(_SET_ASIDE)
