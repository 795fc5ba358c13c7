"""Lists of single cooperatives on the page of ratings: folded, worded, each with files to take away."""

from collections.abc import Callable

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import number
from coop.text import say
from coop.ui.answers import known
from coop.ui.duties import source_columns
from coop.ui.folded import show_folded
from coop.ui.reference_only import signed_outcomes
from coop.ui.table import Column
from coop.ui.titles import titles_of


def who_columns() -> list[Column]:
    """Who a row is about: code, name, district."""
    return [
        Column("coop_code", say("ratings.column_coop"), "coop"),
        Column("name", say("ratings.column_name")),
        Column("unit_title", say("app.column_unit")),
    ]


def show_list(
    rows: Callable[[], pd.DataFrame],
    columns: list[Column],
    title: str,
    origin: Provenance,
    key: str,
    note: str = "",
) -> None:
    """Draw a folded list under its title; `rows` is called once it is opened or taken away."""
    show_folded(title, rows, columns, origin, key, note=note)


@known
def worded_outcomes(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with readers' words for ratings, signed where they are for reference only."""
    titles = titles_of("outcome")
    coded = [name for name in ("declared_rating", "outcome") if name in rows]
    worded = rows.assign(**{name: rows[name].map(titles) for name in coded})
    return signed_outcomes(worded) if "rule_set_in_force" in rows else worded


def show_disagreements(rows: pd.DataFrame, partings: pd.DataFrame, origin: Provenance) -> None:
    """List whose declared points or rating are not what their criteria add up to, and at which criterion."""
    title = say("ratings.disagreements", n=number(len(rows)))
    columns = [
        *who_columns(),
        Column("declared_points", say("ratings.column_declared_points"), "decimal"),
        Column("points", say("ratings.column_points"), "decimal"),
        Column("declared_rating", say("ratings.column_declared_rating"), "code"),
        Column("outcome", say("ratings.column_outcome"), "code"),
        Column("why", say("ratings.column_parting")),
        *source_columns(),
    ]
    show_list(
        lambda: _with_partings(rows, partings),
        columns,
        title,
        origin,
        "disagreements",
        say("ratings.disagreements_note"),
    )


@known
def _with_partings(rows: pd.DataFrame, partings: pd.DataFrame) -> pd.DataFrame:
    why = [parting_words(row, partings) for row in rows.to_dict("records")]
    return worded_outcomes(rows.assign(why=pd.Series(why, index=rows.index, dtype="object")))


def parting_words(row: dict[object, object], partings: pd.DataFrame) -> str:
    """Where one row's own word parts from its criteria: the criteria by name, else only the sum or rating."""
    mine = partings[(partings["return_id"] == row["return_id"]) & (partings["coop_code"] == row["coop_code"])]
    missing = mine.loc[mine["kind"] == "missing", "criterion_code"].astype(str).tolist()
    parts = [say("ratings.parting_missing", codes=", ".join(missing))] if missing else []
    for one in mine[mine["kind"] != "missing"].to_dict("records"):
        words = say(
            f"ratings.parting_{one['kind']}",
            code=one["criterion_code"],
            said=number(one["said"]),
            found=number(one["found"]),
        )
        cell = (
            say("ratings.parting_cell", cell=one["cell"]) if one["cell"] and not pd.isna(one["cell"]) else ""
        )
        parts.append(words + cell)
    if not parts and _differs(row["points_agree"]):
        parts.append(say("ratings.parting_sum"))
    if _differs(row["rating_agrees"]) and not _differs(row["points_agree"]):
        parts.append(say("ratings.parting_rating"))
    return "; ".join(parts)


def _differs(agrees: object) -> bool:
    return not pd.isna(agrees) and not agrees  # type: ignore[call-overload]
