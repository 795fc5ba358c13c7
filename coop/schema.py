"""Which shape of tables this program reads: a number made from the table definitions themselves,
and what of these tables a reader sees who is limited to some units.

A build of another shape is never half-read: opening it raises `Misfit` with what to do. Made from the
text of the definitions, the number cannot be forgotten when a table changes.
"""

import hashlib
import re
from functools import cache

from coop.paths import PROJECT

_DEFINITIONS = PROJECT / "etl" / "warehouse"
_COMMENT = re.compile(r"--[^\n]*")
_TABLE = re.compile(r"^CREATE\sTABLE (\w+)", re.MULTILINE)
_VIEW = re.compile(r"VIEW (\w+) AS\n(.*?);\n", re.DOTALL)


@cache
def schema_version() -> int:
    """The number every build of this program carries in `meta_build.schema_version` (up to 28 bits)."""
    digest = hashlib.sha256()
    for file in sorted([*_DEFINITIONS.glob("tables/*.sql"), *_DEFINITIONS.glob("views/*.sql")]):
        digest.update(file.name.encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    return int(digest.hexdigest()[:7], 16)


@cache
def table_names() -> tuple[str, ...]:
    """The tables that every build of this program has."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(_DEFINITIONS.glob("tables/*.sql"))]
    return tuple(name for text in texts for name in _TABLE.findall(text))


@cache
def table_statements() -> tuple[str, ...]:
    """The statements that make the tables of a build, empty."""
    return tuple(file.read_text(encoding="utf-8") for file in sorted(_DEFINITIONS.glob("tables/*.sql")))


@cache
def own_unit_statements() -> tuple[str, ...]:
    """The statements that make, in a database of its own, what a reader limited to some units sees.

    The first one has the field `{file}`, the build's path; one has the parameter `$units`. Sums over units
    are those of the build: `{derived_x}` stands for what the view of that name selects.
    """
    text = (_DEFINITIONS / "rights" / "own_units.sql").read_text(encoding="utf-8")
    for file in sorted(_DEFINITIONS.glob("views/*.sql")):
        for name, select in _VIEW.findall(_COMMENT.sub("", file.read_text(encoding="utf-8"))):
            text = text.replace(f"{{{name}}}", select)
    return tuple(part.strip() for part in _COMMENT.sub("", text).split(";\n") if part.strip())
