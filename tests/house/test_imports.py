"""Who may import whom: the section of that name in docs/architecture.md, held to the letter."""

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from coop.text import languages
from coop.ui.early import NEEDED
from tests.house.source import (
    PROJECT,
    imports,
    is_ours,
    is_standard,
    module_name,
    product_files,
    relative,
    strings,
    tree,
)

MAY_USE_STREAMLIT = ("app", "pages", "coop.ui")
# The pages that write, by the same code as the commands.
SEND_PAGE, CORRECTIONS_PAGE = "pages.returns.send", "pages.returns.corrections"
WRITING_PAGES = {
    SEND_PAGE: ("etl.returns", "etl.warehouse.sending"),
    CORRECTIONS_PAGE: ("etl.warehouse.deciding",),
}
QUERY = re.compile(
    r"\bselect\b[\s\S]+\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b"
    r"|\b(create|drop|alter)\s+(or\s+replace\s+)?(temp\s+)?(table|view|macro|schema)\b|^\s*(copy|attach)\s",
    re.IGNORECASE,
)
# The steps of the Makefile are no room of the house: they only look where things lie.
OUTSIDE_THE_HOUSE = {
    "tools": {"coop.paths", "coop.settings", "coop.sharing", "coop.warehouse", "coop.reference", "etl"}
}
# Installed only where an engine on other machines is named (requirements-spark.txt), needed only here.
OF_AN_ENGINE = ("pyspark", "sqlglot")
SPEAKS_TO_ENGINES = ("coop.warehouse.dialect", "coop.warehouse.session", "coop.warehouse.spark")
MAY_HOLD_SQL = ("coop.queries", "etl.warehouse")


@cache
def rule() -> dict[str, set[str]]:
    """The rooms that each room may import, read from the document; `coop.{a,b}` is written out."""
    text = (PROJECT / "docs/architecture.md").read_text(encoding="utf-8")
    section = text.split("## Layers and who may import whom")[1].split("Never:")[0]
    allowed: dict[str, set[str]] = {}
    for sentence in re.split(r"\.\s", " ".join(section.split())):
        for left, right in re.findall(r"((?:`[^`]+`(?:, )?)+) → ((?:(?!, and `pages/).)+)", sentence):
            for importer in _names(left):
                allowed.setdefault(importer, set()).update(_names(right))
    return allowed


def _names(text: str) -> list[str]:
    """The back-ticked module names of `text`, with braces written out."""
    names: list[str] = []
    for name in re.findall(r"`([^`]+)`", text):
        start, brace, rest = name.partition("{")
        names += [start + part for part in rest.rstrip("}").split(",")] if brace else [name]
    return names


def inside(module: str, room: str) -> bool:
    """Whether `module` is `room` or lies in it."""
    return module == room or module.startswith(room + ".")


def room_of(module: str) -> str:
    """The room a module lives in: `coop.charts`, `etl`, `pages`, `app`, `tools`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "coop" else parts[0]


def may_import(importer: str, imported: str) -> bool:
    """Whether the rule lets module `importer` use our module `imported`."""
    own, target = room_of(importer), room_of(imported)
    if own == "pages" and target == "pages":
        return False
    if own == target or target == "coop":
        return True
    if any(inside(imported, room) for room in WRITING_PAGES.get(importer, ())):
        return True
    return target in (rule() | OUTSIDE_THE_HOUSE).get(own, set())


def test_the_document_names_every_room_of_coop_and_its_rule_is_read() -> None:
    on_disk = {room_of(module_name(file)) for file in product_files()} - {"coop", "tools"}
    assert on_disk <= set(rule()), "rooms that the rule does not mention"
    assert rule()["coop.charts"] == {"coop.text", "coop.format", "coop.duties"}
    assert rule()["coop.rules"] == set()
    assert "coop.ui" in rule()["pages"]


@pytest.mark.parametrize("file", product_files(), ids=relative)
def test_a_module_imports_only_from_the_rooms_it_may(file: Path) -> None:
    module = module_name(file)
    wrong = [
        f"{relative(file)}:{line} imports {name}"
        for name, line in imports(file)
        if is_ours(name) and not may_import(module, name)
    ]
    assert not wrong


def test_rules_duties_and_the_clock_use_the_standard_library_only() -> None:
    bare = [room for room, allowed in rule().items() if not allowed]
    assert {"coop.rules", "coop.duties", "coop.clock"} <= set(bare)
    wrong = [
        f"{relative(file)}:{line} imports {name}"
        for file in product_files()
        if room_of(module_name(file)) in bare
        for name, line in imports(file)
        if not is_ours(name) and not is_standard(name)
    ]
    assert not wrong


def test_streamlit_is_used_only_by_the_app_its_pages_and_their_shared_parts() -> None:
    wrong = [
        f"{relative(file)}:{line}"
        for file in product_files()
        if not any(inside(module_name(file), room) for room in MAY_USE_STREAMLIT)
        for name, line in imports(file)
        if inside(name, "streamlit")
    ]
    assert not wrong


def test_sql_is_written_only_in_queries_and_in_the_build() -> None:
    wrong = [
        f"{relative(file)}:{line} {text[:60]!r}"
        for file in product_files()
        if not any(inside(module_name(file), room) for room in MAY_HOLD_SQL)
        for text, line in strings(file)
        if QUERY.search(text)
    ]
    assert not wrong
    outside = [
        relative(file) for file in product_files(".sql") if not relative(file).startswith("etl/warehouse/")
    ]
    assert not outside


@pytest.mark.parametrize(
    "module", [module_name(f) for f in product_files() if relative(f).startswith(("coop/", "etl/"))]
)
def test_a_module_can_be_imported_alone(module: str) -> None:
    if module.endswith("__main__"):
        return
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] not in OF_AN_ENGINE:
            raise
        assert module in SPEAKS_TO_ENGINES, "only these may need what is installed for an engine alone"


def test_no_module_imports_itself_by_way_of_others() -> None:
    # At the top of a module, types included; what a function imports when it runs closes no circle.
    wanted = {
        module_name(file): {name for name, line in imports(file) if is_ours(name) and line in at_top(file)}
        for file in product_files()
    }
    while leaves := {name for name, asked in wanted.items() if not asked & set(wanted)}:
        wanted = {name: asked for name, asked in wanted.items() if name not in leaves}
    assert sorted(wanted) == []


def at_top(file: Path) -> set[int]:
    """The lines of a module that are not inside a function."""
    inner = [
        node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inside_functions = {line for node in inner for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    return set(range(1, len(file.read_text(encoding="utf-8").splitlines()) + 1)) - inside_functions


def test_the_rule_catches_what_it_forbids() -> None:
    assert not may_import("pages.plan.overview", "pages.plan.agencies")
    assert not may_import("coop.queries.plan", "etl.returns")
    assert not may_import("coop.charts.plan", "coop.queries.plan")
    assert not may_import("pages.plan.overview", "etl.returns.read")
    assert may_import(SEND_PAGE, "etl.returns.read")
    assert may_import(SEND_PAGE, "etl.warehouse.sending")
    assert not may_import(SEND_PAGE, "etl.warehouse.build")
    assert may_import(CORRECTIONS_PAGE, "etl.warehouse.deciding")
    assert not may_import(CORRECTIONS_PAGE, "etl.warehouse.correct")
    assert QUERY.search("SELECT a\nFROM b")
    assert not QUERY.search("select a district")


def test_the_server_answers_before_what_only_pages_need_is_imported() -> None:
    told = "import sys, streamlit, app; print([name for name in {needed} if name in sys.modules])"
    asked = [sys.executable, "-c", told.format(needed=list(NEEDED))]
    assert subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_what_every_page_needs_is_fetched_before_a_reader_asks_for_it() -> None:
    drawn = [name for name, _ in imports(PROJECT / "app.py") if is_ours(name)]
    assert {"coop.ui.menu", "coop.ui.search"} <= set(drawn)
    told = (
        "import sys, streamlit, app; from coop.text import catalogue; from coop.ui.early import fetch_needed;"
        f" fetch_needed(); absent = [name for name in {drawn} if name not in sys.modules];"
        " print(absent, catalogue.cache_info().currsize)"
    )
    asked = [sys.executable, "-c", told]
    said = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert said == f"[] {len(languages())}\n"
