"""What someone who means harm may write into a cell, an address or a box; and a store that is full of it."""

import hashlib
import shutil
from pathlib import Path

import duckdb

from tests.pages.conftest import build_file

FOREIGN = "evil.example"
_BREAK = "window.broken=1"
MARKUP = (
    f"<script>{_BREAK}</script>",
    f"<img src=x onerror={_BREAK}>",
    f'<img src="https://{FOREIGN}/a.png">',
    f"<svg onload={_BREAK}></svg>",
    f"<svg><script>{_BREAK}</script><use href='https://{FOREIGN}/u.svg#a'/></svg>",
    f'<iframe src="https://{FOREIGN}"></iframe>',
    f'<iframe srcdoc="<script>parent.{_BREAK.replace("window.", "")}</script>"></iframe>',
    f'<a href="javascript:{_BREAK}">link</a>',
    f'<a href="https://{FOREIGN}">link</a>',
    f"<style>@import url(https://{FOREIGN}/a.css); body {{display: none}}</style>",
    f'<p style="background:url(https://{FOREIGN}/b.png)">x</p>',
    f'<link rel="stylesheet" href="https://{FOREIGN}/c.css">',
    f'<meta http-equiv="refresh" content="0;url=https://{FOREIGN}">',
    f'<form action="https://{FOREIGN}"><input autofocus onfocus={_BREAK}></form>',
    f'"><script>{_BREAK}</script>',
    f"' onmouseover='{_BREAK}' x='",
    f"</td></table></title></textarea></style></script><script>{_BREAK}</script>",
    f"&lt;script&gt;{_BREAK}&lt;/script&gt;&#60;img src=x onerror={_BREAK}&#62;",
    f"[link](https://{FOREIGN}) <https://{FOREIGN}> https://{FOREIGN}/bare",
    f"![picture](https://{FOREIGN}/d.png)",
    f"[link](javascript:{_BREAK}) :red[red] :material/delete: **bold** `code` # title",
    rf"$\href{{https://{FOREIGN}}}{{x}}$ $$\includegraphics{{https://{FOREIGN}/e.png}}$$",
    "%{customdata} %{x} %{hovertext} {{7*7}} ${7*7} {year} <extra>x</extra>",
    f'<object data="https://{FOREIGN}/x"></object><embed src="https://{FOREIGN}/y">',
)
FORMULAS = (
    "=1+1",
    f'=HYPERLINK("https://{FOREIGN}","x")',
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1+1)",
)
# Words that code compares with, not words that a person wrote.
_CODES = frozenset({
    "sha256", "received_by", "kind", "direction", "frequency", "reported_as", "over_units", "over_periods",
    "attribute", "field", "size", "rating", "outcome", "legal_kind", "duty_state", "operating_state",
    "service", "declared_rating", "size_by_members", "size_by_capital", "size_by_decree", "place_level",
    "unit_kind", "period_kind", "confidence", "target_confidence", "criterion_group", "rule", "cell",
    "table_kind", "table_name", "column_name", "scope", "measure", "applies_to", "receiver", "version",
    "letters", "target_level", "size_by_decree_missing",
})  # fmt: skip


def text_columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every column of a build that holds words of a person or of a document, as (table, column)."""
    rows = connection.execute(
        "SELECT c.table_name, c.column_name FROM duckdb_columns() AS c WHERE NOT c.internal "
        "AND c.data_type = 'VARCHAR' AND NOT ends_with(c.column_name, '_code') "
        "AND NOT ends_with(c.column_name, '_id') ORDER BY 1, 2"
    ).fetchall()
    return [(table, column) for table, column in rows if column not in _CODES]


def poisoned_home(home: Path, target: Path, payloads: tuple[str, ...]) -> list[tuple[str, str]]:
    """Copy a store's build and put the payloads, in turns, before every text in it; gives the columns."""
    builds = target / "warehouse" / "builds"
    builds.mkdir(parents=True)
    build = builds / "20260101T000000_000000Z.duckdb"
    shutil.copy(build_file(home), build)
    with duckdb.connect(str(build)) as connection:
        columns = text_columns(connection)
        for number, (table, column) in enumerate(columns):
            connection.execute(
                f"UPDATE {table} SET {column} = $all[1 + (rowid + $number) % len($all)] || ' ' || "
                f"coalesce({column}, '')",
                {"all": list(payloads), "number": number},
            )
    build.with_suffix(".sha256").write_text(hashlib.sha256(build.read_bytes()).hexdigest(), encoding="ascii")
    (target / "warehouse" / "CURRENT").write_text(build.name + "\n", encoding="ascii")
    return columns
