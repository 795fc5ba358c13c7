"""What the dictionary shows: measures, then columns table by table, and a search that ignores marks."""

import unicodedata

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import number
from coop.queries.build import classes
from coop.text import say
from coop.ui.answers import ask
from coop.ui.downloads import offer_files
from coop.ui.folded import show_folded
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled

_D_WITH_STROKE = str.maketrans({"\u0111": "d", "\u0110": "D"})


def dictionary_finding(measures: pd.DataFrame, columns: pd.DataFrame) -> str:
    """How much the dictionary explains."""
    return say(
        "dictionary.finding",
        measures=number(len(measures)),
        tables=number(columns["table_name"].nunique()),
        columns=number(len(columns)),
    )


def found(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    """The rows in which every one of `words` occurs in some column, whatever its marks and case."""
    if not words.split() or rows.empty:
        return rows
    texts = rows.fillna("").astype(str).agg(" ".join, axis="columns").map(folded)
    wanted = folded(words).split()
    return rows[[all(word in text for word in wanted) for text in texts]]


def folded(text: str) -> str:
    """Text without marks and case, for comparing what people type with or without marks."""
    bare = unicodedata.normalize("NFD", text.translate(_D_WITH_STROKE))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


def show_measures(measures: pd.DataFrame) -> None:
    """List the measures with their definitions."""
    if measures.empty:
        return
    title = say("dictionary.measures", n=number(len(measures)))
    show_html(text_element("h2", title, css="chart-title"))
    columns = [
        Column("title", say("dictionary.column_title")),
        Column("definition", say("dictionary.column_definition")),
        Column("unit", say("dictionary.column_unit"), "code"),
        Column("version", say("dictionary.column_version"), "code"),
        Column("valid_from", say("dictionary.column_valid_from"), "day"),
        Column("source", say("dictionary.column_source"), "quiet"),
        Column("confidence", say("dictionary.column_confidence"), "code"),
    ]
    show_table(measures, columns, title)


def show_columns(columns: pd.DataFrame, origin: Provenance, *, is_open: bool) -> None:
    """List the columns, forms first, then reference tables, then the warehouse; open when searched."""
    for kind in columns["table_kind"].drop_duplicates():
        of_kind = columns[columns["table_kind"] == kind]
        title = say(f"dictionary.kind_{kind}", n=number(len(of_kind)))
        name = f"dictionary-{kind}"
        key = f"columns-{kind}-{is_open}"
        show_folded(title, of_kind.copy, _columns_shown(), origin, name, key=key, is_open=is_open)


def show_set_aside(rows: pd.DataFrame, origin: Provenance) -> None:
    """List the files that do not count; nothing where there are none."""
    if rows.empty:
        return
    title = say("aside.title", n=number(len(rows)))
    columns = [
        Column("file_name", say("aside.column_file")),
        Column("return_id", say("aside.column_id"), "code"),
        Column("received_on", say("aside.column_received"), "day"),
        Column("reason", say("aside.column_reason")),
        Column("agreed_by", say("aside.column_by")),
        Column("decided_on", say("aside.column_on"), "day"),
    ]
    show_html(text_element("h2", title, css="chart-title"))
    show_table(rows, columns, title)
    offer_files(titled(rows, columns), origin.titled(title), "set-aside", "set-aside")


def _columns_shown() -> list[Column]:
    return [
        Column("table_title", say("dictionary.column_table")),
        Column("title", say("dictionary.column_title")),
        Column("column_name", say("dictionary.column_name"), "code"),
        Column("unit", say("dictionary.column_unit")),
        Column("meaning", say("dictionary.column_meaning")),
        Column("source", say("dictionary.column_source"), "quiet"),
        Column("confidence", say("dictionary.column_confidence"), "code"),
    ]


def show_confidence() -> None:
    """Explain the letters of confidence."""
    levels = ask(classes, "confidence")
    if not levels.empty:
        words = " · ".join(f"{row['class_code']}: {row['title']}" for row in levels.to_dict("records"))
        show_html(text_element("p", say("dictionary.confidence", words=words), css="chart-line"))
