"""Which shape of tables this program reads: a number made from the table definitions themselves.

A build of another shape is never half-read: opening it raises `NoBuild` with what to do. Made from the
text of the definitions, the number cannot be forgotten when a table changes.
"""

import hashlib
from functools import cache

from coop.paths import PROJECT

_DEFINITIONS = PROJECT / "etl" / "warehouse"


@cache
def schema_version() -> int:
    """The number every build of this program carries in `meta_build.schema_version` (up to 28 bits)."""
    digest = hashlib.sha256()
    for file in sorted([*_DEFINITIONS.glob("tables/*.sql"), *_DEFINITIONS.glob("views/*.sql")]):
        digest.update(file.name.encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    return int(digest.hexdigest()[:7], 16)
