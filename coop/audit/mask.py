"""Personal data as it is shown: `tuan@example.vn` becomes `t***@example.vn`."""

import re

_ADDRESS = re.compile(r"([^\s@,;]+)@([^\s@,;]+)")


def masked(text: str) -> str:
    """The text with every e-mail address hidden but for its first letter and its domain."""
    return _ADDRESS.sub(lambda found: f"{found[1][:1]}***@{found[2]}", text)
