"""Which facts an undetermined size waits for, in readers' words."""

import pandas as pd

from coop.text import say

OWN = ("sector_code", "member_count", "revenue_million_vnd", "capital_million_vnd")


def missing_words(keys: str | float | None) -> str:
    """Keys as the store holds them ('trade_services/members/small …') as one short phrase; '' for none."""
    if keys is None or pd.isna(keys) or not str(keys):
        return ""
    listed = str(keys).split()
    own = [say(f"missing.{key}") for key in dict.fromkeys(listed) if key in OWN]
    attributes = list(dict.fromkeys(key.split("/")[1] for key in listed if "/" in key))
    parts = [say("missing.own", names=", ".join(own))] if own else []
    if attributes:
        names = ", ".join(say(f"missing.{name}") for name in attributes)
        parts.append(say("missing.law", names=names))
    return "; ".join(parts)
