"""How often a fault is tried: a few times in `make test`, as often as was promised in `make faults`."""

import os

IS_LONG = os.environ.get("FAULTS") == "long"


def tries(small: int, long: int) -> int:
    """`long` where the environment says `FAULTS=long`, else `small`."""
    return long if IS_LONG else small
