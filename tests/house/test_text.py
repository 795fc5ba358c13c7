"""Readers' words: each key that code names exists, each key is used, each field is filled."""

import ast
import re
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from string import Formatter

import pytest

from coop.text import FIRST, catalogue, languages
from tests.house.source import PROJECT, all_files, product_files, relative, strings, tree

FILES_OF_KEYS = {file.stem for file in (PROJECT / "coop/text/vi").glob("*.toml")}


@cache
def words() -> dict[str, str]:
    """The Vietnamese catalogue."""
    return catalogue("vi")


@cache
def calls() -> list[tuple[str, ast.Call]]:
    """Every `say(…)` of the product, with where it stands."""
    return [
        (f"{relative(file)}:{node.lineno}", node)
        for file in product_files()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "say"
    ]


def literal_keys(node: ast.expr) -> list[str]:
    """The keys a call may name outright: a string, or either branch of a choice between strings."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literal_keys(node.body) + literal_keys(node.orelse)
    return []


def computed_keys(node: ast.JoinedStr) -> re.Pattern[str]:
    """What the keys written as an f-string look like; its holes stand for one or more letters."""
    pieces = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w.]+" for p in node.values]
    return re.compile("".join(pieces))


@cache
def computed() -> list[tuple[str, re.Pattern[str]]]:
    """Every f-string of the product that begins with the name of a catalogue file and a dot."""
    return [
        (f"{relative(file)}:{node.lineno}", computed_keys(node))
        for file in product_files()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant)
        if str(node.values[0].value).partition(".")[0] in FILES_OF_KEYS and "." in str(node.values[0].value)
    ]


def fields(sentence: str) -> set[str]:
    """The names of the `{fields}` of a sentence."""
    return {
        name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name is not None
    }


def test_every_key_that_code_names_exists() -> None:
    missing = [
        f"{place} {key}"
        for place, call in calls()
        for key in literal_keys(call.args[0])
        if key not in words()
    ]
    assert not missing
    assert not [
        f"{place} {pattern.pattern}"
        for place, pattern in computed()
        if not any(pattern.fullmatch(key) for key in words())
    ]


def test_every_key_is_used() -> None:
    named = {text for file in product_files() for text, _ in strings(file)}
    patterns = [pattern for _, pattern in computed()]
    unused = [
        key for key in words() if key not in named and not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert not unused


def test_every_field_of_a_sentence_is_given_by_its_caller() -> None:
    wrong: list[str] = []
    for place, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        if None in given:  # **values: known only when it runs
            continue
        for key in literal_keys(call.args[0]):
            asked = fields(words().get(key, ""))
            if asked != given:
                wrong.append(f"{place} {key} asks {sorted(asked)} and is given {sorted(map(str, given))}")
    assert not wrong


def test_every_sentence_is_filled() -> None:
    assert not [key for key, sentence in words().items() if not sentence.strip()]


def test_a_catalogue_file_is_flat_and_its_keys_are_plain_names() -> None:
    name = re.compile(r"[a-z0-9_]+\.[A-Za-z0-9_]+")
    assert not [key for key in words() if not name.fullmatch(key)]


def test_tests_do_not_use_words_that_are_gone() -> None:
    missing = [
        f"{relative(file)}:{node.lineno} {node.args[0].value}"
        for file in sorted(set(all_files()) - set(product_files()))
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "say" and node.args
        if isinstance(node.args[0], ast.Constant) and node.args[0].value not in words()
    ]
    assert not missing


@pytest.mark.parametrize("language", [one for one in languages() if one != FIRST])
def test_another_language_is_complete_and_says_nothing_twice(language: str) -> None:
    rooms = tomllib.loads((PROJECT / f"coop/text/{language}.toml").read_text(encoding="utf-8"))
    kept = rooms.pop("in_vietnamese")
    province = tomllib.loads((PROJECT / "data/province.toml").read_text(encoding="utf-8"))[language]
    assert {room for room in province if set(province[room]) & set(rooms.get(room, {}))} == set()
    for room, texts in province.items():
        rooms.setdefault(room, {}).update(texts)
    own = {f"{room}.{name}": text for room, texts in rooms.items() for name, text in texts.items()}
    assert sorted(set(words()) - set(catalogue(language))) == []
    assert sorted(set(own) - set(words())) == []
    assert [key for key in own if any(fnmatchcase(key, pattern) for pattern in kept)] == []
    assert [pattern for pattern in kept if not any(fnmatchcase(key, pattern) for key in words())] == []
    assert [key for key, text in own.items() if fields(text) != fields(words()[key])] == []
