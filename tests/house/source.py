"""The project's own source, as the house tests look at it: files, syntax trees, imports."""

import ast
import sys
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("coop", "etl", "pages", "tools")
OURS = ("app", *ROOMS, "bench", "tests")


def product_files(suffix: str = ".py") -> list[Path]:
    """Files of the product (not its tests) with this suffix, in a fixed order."""
    found = [file for room in ROOMS for file in (PROJECT / room).rglob(f"*{suffix}")]
    return sorted([*PROJECT.glob(f"app{suffix}"), *found])


def all_files(suffix: str = ".py") -> list[Path]:
    """Files of the product and of its tests with this suffix."""
    return product_files(suffix) + sorted((PROJECT / "tests").rglob(f"*{suffix}"))


def relative(file: Path) -> str:
    """The file's path inside the project, with forward slashes."""
    return file.relative_to(PROJECT).as_posix()


def module_name(file: Path) -> str:
    """The dotted name that imports `file`."""
    parts = list(file.relative_to(PROJECT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(file: Path) -> ast.Module:
    """The syntax tree of `file`."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


@cache
def imports(file: Path) -> tuple[tuple[str, int], ...]:
    """Every module that `file` imports anywhere in it, with the line; relative names are resolved.

    `from coop import charts` counts as `coop.charts` when that is a module or a package.
    """
    found: list[tuple[str, int]] = []
    package = module_name(file).split(".")
    if file.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
            for alias in node.names:
                deeper = f"{base}.{alias.name}"
                found.append((deeper if is_module(deeper) else base, node.lineno))
    return tuple(found)


def is_module(name: str) -> bool:
    """Whether `name` is a module or a folder of modules of this project."""
    place = PROJECT.joinpath(*name.split("."))
    return name.split(".")[0] in OURS and (place.is_dir() or place.with_suffix(".py").is_file())


def is_ours(module: str) -> bool:
    """Whether `module` belongs to this project."""
    return module.split(".")[0] in OURS


def is_standard(module: str) -> bool:
    """Whether `module` comes with Python."""
    return module.split(".")[0] in sys.stdlib_module_names


def docstrings(file: Path) -> set[int]:
    """The ids of the nodes in `tree(file)` that are docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree(file))
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def strings(file: Path) -> list[tuple[str, int]]:
    """Every string constant of `file` that is not a docstring, with its line; f-strings by their pieces."""
    prose = docstrings(file)
    return [
        (node.value, node.lineno)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]
