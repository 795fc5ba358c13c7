"""Write `docs/data-dictionary.md` from what the tables, the data files and the forms say of themselves.

`python -m tools.data_dictionary` writes it; a test compares it with what would be written now.
Nothing is worded here: titles, meanings, units and sources are those of `etl/warehouse/tables/columns.toml`,
of the TOML beside each CSV of `data/`, and of `data/forms/`.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from coop.paths import DATA, FORMS, PROJECT
from coop.reference.description import TableDescription, read_description
from etl.warehouse.schema import Tables, column_description, descriptions

DICTIONARY = PROJECT / "docs" / "data-dictionary.md"
RETURNS = ("task_status", "classification", "indicators")
_HEAD = """# Data dictionary

Written by `python -m tools.data_dictionary` from the definitions themselves; a test fails when it is stale.
Names are for programmers; titles and meanings are the words that readers see. Confidence:
**A** two or more independent sources · **B** one legal or official source · **C** one news source ·
**I** inferred · **U** unverified.

- [Warehouse](#warehouse): the tables of a build
- [Data files](#data-files): what the department keeps in `data/`
- [Forms](#forms): what officers send
"""


def dictionary_text() -> str:
    """Return the whole document, the same for the same definitions."""
    parts = [
        _HEAD,
        "## Warehouse\n",
        *_warehouse(),
        "## Data files\n",
        *_data_files(),
        "## Forms\n",
        *_forms(),
    ]
    return "\n".join(parts)


def _warehouse() -> Iterator[str]:
    with duckdb.connect() as connection:
        tables = Tables(connection, described=False).columns
    sources = descriptions()["sources"]
    for table, kinds in tables.items():
        about = descriptions()["tables"][table]
        source = sources[about["source"]]
        yield f"### `{table}`\n"
        yield f"{about['title']}. {about['grain']}. *{source['title']}* ({source['confidence']}).\n"
        told = {name: column_description(table, name) for name in kinds}
        rows = (
            (f"`{name}`", kinds[name].lower(), one["title"], one.get("unit", ""), one["meaning"])
            for name, one in told.items()
        )
        yield _table(("column", "type", "title", "unit", "meaning"), rows)


def _data_files() -> Iterator[str]:
    for file in sorted(DATA.glob("*/**/*.csv")):
        if file.relative_to(DATA).parts[0] not in ("reference", "rules", "letters", "plan"):
            continue  # the store of an installation may lie here too
        about = read_description(file)
        yield f"### `{file.relative_to(DATA).as_posix()}`\n"
        yield f"{about.title}. *{about.source}*, {about.date.isoformat()} ({about.confidence})."
        yield f"{about.owner}.{_note(about)}\n"
        rows = (
            (f"`{one.name}`", _limits(one.type, one.values), one.title, one.unit or "", one.meaning)
            for one in about.columns
        )
        yield _table(("column", "type", "title", "unit", "meaning"), rows)


def _forms() -> Iterator[str]:
    for name in RETURNS:
        form = tomllib.loads((FORMS / f"{name}.toml").read_text(encoding="utf-8"))
        yield f"### `{name}.toml`\n"
        yield f"{form['number']}. {form['title']}. *{form['basis']}*.\n"
        columns = [{"name": name} | field for name, field in form["header"].items()] + form["columns"]
        rows = (
            (
                f"`{one['name']}`",
                one["type"],
                one["title"],
                _needed(one),
                one.get("expected") or one.get("note", ""),
            )
            for one in columns
            if one["type"] != "guide"
        )
        yield _table(("field", "type", "title", "required", "expected"), rows)


def _note(about: TableDescription) -> str:
    return f" {about.note}" if about.note else ""


def _needed(field: dict[str, object]) -> str:
    return "yes" if field.get("required") is True else ""


def _limits(kind: str, values: Sequence[str]) -> str:
    return f"{kind}: {', '.join(values)}" if values else kind


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines) + "\n"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def main(target: Path = DICTIONARY) -> None:
    """Write the document."""
    target.write_text(dictionary_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
