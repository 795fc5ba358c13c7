"""Numbers of people's papers in a return: such a file is refused whole, and the archive does not keep it.

What tells one stands in `data/forms/identity.toml`. Every sheet is looked at, hidden ones too, before
anything else is made of the file; the refusal names the cell, never the value.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from coop.paths import FORMS
from etl.returns.columns import Cells, Value
from etl.returns.folding import begins_with, fold
from etl.returns.forms import Column, form, form_codes, reading
from etl.returns.rejects import RefusedFile
from etl.returns.sheets import Sheet

RULE = "identity_numbers"
RULES = frozenset({RULE, "identity_in_text", "identity_in_name"})
_SAMPLE = 1000  # filled cells from the top that tell what a column holds
_NINE = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_ZEROS = re.compile(r"[0-9]+000")
_SEPARATORS = re.compile(r"[ .\u00a0-]")


def refuse_identity_numbers(sheets: Iterable[Sheet], file_name: str) -> None:
    """Raise RefusedFile with the first cell that is, or is the title of, such a number."""
    if has_personal_number(file_name):
        raise RefusedFile("identity_in_name")
    for sheet in sheets:
        for position, column in enumerate(sheet.columns):
            for row in _found(sheet, position, column):
                raise RefusedFile(RULE, file=file_name, sheet=sheet.name, cell=sheet.address(row, position))


def refuse_identity_bytes(content: bytes, file_name: str) -> None:
    """The same for a file that is no table but plain text of some kind, such as a saved web page."""
    if has_personal_number(file_name):
        raise RefusedFile("identity_in_name")
    for encoding in ("utf-8", "utf-16-le"):
        if has_personal_number(content.decode(encoding, errors="ignore")):
            raise RefusedFile("identity_in_text", file=file_name)


def has_personal_number(text: str) -> bool:
    """Whether a 12-digit personal number stands in a text."""
    return bool(_personal().search(text))


def without_personal_numbers(text: str) -> str:
    """The text with an ellipsis for each of them."""
    return _personal().sub("\u2026", text)


def _found(sheet: Sheet, position: int, column: Cells) -> Iterator[int]:
    """Rows of the cells of one column that are not to be sent."""
    rules = _rules()
    head = [column.different[code] for code in column.codes[: reading().header_search_rows]]
    titles = [(row, fold(cell)) for row, cell in enumerate(head) if isinstance(cell, str) and cell.strip()]
    for row, title in titles:
        if _is_title(title, rules) or (_has_word(title) and _number_near(sheet, row, position)):
            yield row
    known = {title for _, title in titles}
    if known & (_code_titles() | set(_folded("codes"))):
        return
    texts = [value for value in column.different if isinstance(value, str)]
    together = "\n".join(texts)  # of many cells hardly ever one has such a number: look at all at once first
    of_people: set[Value] = set()
    if has_personal_number(together) or _NINE.search(together):
        of_people = {text for text in texts if has_personal_number(text) or _names_number(text)}
    if known & _titles_of_texts():
        numbers = (value for value in column.different if type(value) in (int, float))
        of_people |= {value for value in numbers if has_personal_number("0" + _written(value))}
    if not of_people and not known & _form_titles() and not _is_of_amounts(known):
        of_people = _alike(column)
    if of_people:
        yield next(row for row, value in enumerate(column.values()) if _is_in(value, of_people))


def _is_title(title: str, rules: Mapping[str, Any]) -> bool:
    """Whether a short cell begins as the title of such a column does."""
    if len(title.split()) > rules["title_words"]:
        return False
    rests = [title, *(title[len(word) + 1 :] for word in _folded("before") if begins_with(title, word))]
    return any(begins_with(rest, words) for rest in rests for words in _folded("titles"))


def _has_word(folded: str) -> bool:
    return any(f" {word} " in f" {folded} " for word in _folded("words"))


def _names_number(text: str) -> bool:
    """Whether a text speaks of such a number and gives it."""
    return bool(_NINE.search(text)) and _has_word(fold(text))


def _number_near(sheet: Sheet, row: int, position: int) -> bool:
    """Whether a number of a paper stands in this cell, right of it, or below it."""
    number = re.compile(_rules()["number_beside"])
    here, *right = list(sheet.rows[row])[position : position + 4]
    if any(number.fullmatch(token) for token in re.split(r"[^0-9A-Za-z]+", str(here))):
        return True
    beside = next((value for value in right if value not in ("", None)), "")
    below = sheet.columns[position].values()[row + 1 :]
    return any(number.fullmatch(_written(value)) for value in (beside, *below))


def _alike(column: Cells) -> set[Value]:
    """Values at the head of a column that look like such numbers; none where they are few or most are not."""
    rules, least = _rules(), _rules()["least"]
    cells = (column.different[code] for code in column.codes)
    filled = list(islice((value for value in cells if value not in ("", None)), _SAMPLE))
    numbers = [value for value in filled if _looks_alike(value, rules)]
    is_one = len(numbers) >= least and len(numbers) >= rules["share"] * len(filled)
    return set(numbers) if is_one else set()


def _looks_alike(value: Value, rules: Mapping[str, Any]) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    text = _written(value)
    wanted: Sequence[int] = rules["digits_of_text" if isinstance(value, str) else "digits_of_number"]
    return text.isascii() and text.isdigit() and len(text) in wanted and not _ZEROS.fullmatch(text)


def _written(value: Value) -> str:
    """The value as its digits would be typed, without marks between them."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _SEPARATORS.sub("", str(value).strip())


def _is_in(value: Value, found: set[Value]) -> bool:
    return isinstance(value, str | int | float) and value in found


def _is_of_amounts(titles: set[str]) -> bool:
    return any(f" {word} " in f" {title} " for title in titles for word in _folded("amounts"))


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((FORMS / "identity.toml").read_text(encoding="utf-8"))


@cache
def _personal() -> re.Pattern[str]:
    return re.compile(_rules()["personal_number"])


@cache
def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(words) for words in _rules()[name])


@cache
def _form_titles() -> frozenset[str]:
    return _titles(lambda column: True)


@cache
def _code_titles() -> frozenset[str]:
    return _titles(lambda column: column.keeps_zeros)


@cache
def _titles_of_texts() -> frozenset[str]:
    return _titles(lambda column: column.type == "text" and not column.keeps_zeros)


def _titles(is_meant: Callable[[Column], bool]) -> frozenset[str]:
    """Folded titles of the forms' columns that are meant."""
    columns = [column for code in form_codes() for column in form(code).columns if is_meant(column)]
    return frozenset(fold(title) for column in columns for title in (column.title, *column.aliases))
