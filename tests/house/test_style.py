"""Sizes, docstrings and the things the house does not want."""

import ast
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.house.source import PROJECT, all_files, module_name, product_files, relative, tree

MODULE_LINES = 250
FUNCTION_LINES = 60
PAGE_LINES = 90
Function = ast.FunctionDef | ast.AsyncFunctionDef
UNWANTED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile("|".join(["/wo" + "rk/", r"\.\./sha" + "red", r"\.lib" + "rary", "/ro" + "ot/"]))
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + "X)\b")


def functions(file: Path) -> list[Function]:
    """Every function and method of `file`."""
    return [node for node in ast.walk(tree(file)) if isinstance(node, Function)]


def committed_text() -> list[Path]:
    """Every text file that git follows or would follow."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    names = [PROJECT / name for name in listed.stdout.decode().split("\0") if name]
    return [file for file in names if file.is_file() and b"\0" not in file.read_bytes()[:8000]]


def test_no_module_is_longer_than_a_room_should_be() -> None:
    sizes = {relative(f): len(f.read_text(encoding="utf-8").splitlines()) for f in all_files()}
    assert not {name: lines for name, lines in sizes.items() if lines > MODULE_LINES}
    assert not {n: lines for n, lines in sizes.items() if n.startswith("pages/") and lines > PAGE_LINES}


def test_no_function_is_longer_than_a_screen() -> None:
    sizes = {
        f"{relative(file)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in all_files()
        for node in functions(file)
    }
    assert not {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES}


def test_every_module_says_what_it_answers() -> None:
    # A package's empty __init__ has nothing to say.
    filled = [file for file in all_files() if tree(file).body]
    assert not [relative(file) for file in filled if not ast.get_docstring(tree(file))]


def test_every_public_function_and_class_says_what_it_is() -> None:
    silent = [
        f"{relative(file)}:{node.lineno} {node.name}"
        for file in product_files()
        for node in public_definitions(tree(file))
        if not ast.get_docstring(node)
    ]
    assert not silent


def public_definitions(holder: ast.Module | ast.ClassDef) -> list[Function | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of those classes."""
    found: list[Function | ast.ClassDef] = []
    for node in holder.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += public_definitions(node)
    return found


def test_code_outside_tests_holds_no_vietnamese_letter() -> None:
    wrong = [
        f"{relative(file)}:{number} {line.strip()[:60]}"
        for file in product_files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if any(is_vietnamese(letter) for letter in line)
    ]
    assert not wrong


def is_vietnamese(letter: str) -> bool:
    """Whether a letter is Latin with marks, or a combining mark."""
    if letter.isascii():
        return False
    return unicodedata.combining(letter) > 0 or unicodedata.name(letter, "").startswith("LATIN ")


def test_no_module_is_named_for_nothing() -> None:
    assert not [relative(f) for f in all_files() if UNWANTED_NAMES & set(module_name(f).split("."))]


def test_no_saved_index_and_no_raw_html() -> None:
    index = re.compile(r"create\s+(unique\s+)?index", re.IGNORECASE)
    html = re.compile(r"unsafe_allow_" + "html|unsafe_allow_" + "javascript")
    files = product_files() + product_files(".sql")
    texts = {relative(file): file.read_text(encoding="utf-8") for file in files}
    assert not [name for name, text in texts.items() if index.search(text)]
    assert not [name for name, text in texts.items() if html.search(text)]


def test_no_error_is_swallowed() -> None:
    wrong = [
        f"{relative(file)}:{node.lineno}"
        for file in all_files()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler) and is_broad(node) and does_nothing(node)
    ]
    assert not wrong


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches everything."""
    return handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}


def does_nothing(handler: ast.ExceptHandler) -> bool:
    """Whether a handler's body only passes on."""
    return all(isinstance(node, ast.Pass | ast.Continue | ast.Constant) for node in handler.body)


def test_nothing_is_left_unfinished() -> None:
    files = all_files() + product_files(".sql")
    assert not [relative(f) for f in files if UNFINISHED.search(f.read_text(encoding="utf-8"))]


def test_nothing_mentions_the_machine_it_was_written_on() -> None:
    wrong = [
        f"{relative(file)}:{number}"
        for file in committed_text()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if MACHINE_PATHS.search(line)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("letter", "expected"), [("a", False), ("đ", True), ("ế", True), ("×", False), ("–", False)]
)
def test_vietnamese_letters_are_told_from_signs(letter: str, expected: bool) -> None:
    assert is_vietnamese(letter) is expected
