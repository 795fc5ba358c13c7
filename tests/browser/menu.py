"""The pages of the dashboard as its menu lists them, read from `app.py`."""

import ast
from pathlib import PurePosixPath

from tests.browser.conftest import PROJECT


def menu_pages() -> list[tuple[str, str]]:
    """(path in the address, key of the name) of every page, in the menu's order; the first is at `/`."""
    program = ast.parse((PROJECT / "app.py").read_text(encoding="utf-8"))
    menu = next(
        ast.literal_eval(node.value)
        for node in program.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )
    pages = [page for group in menu.values() for page in group]
    return [
        ("" if number == 0 else PurePosixPath(file).stem, name) for number, (file, name) in enumerate(pages)
    ]
