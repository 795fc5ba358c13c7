"""Chance that is the same for the same seed: one stream per topic, so that none disturbs another."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

Key = TypeVar("Key")


def stream(seed: int, *topic: object) -> Random:
    """Return the random stream of a topic: the same seed and topic give the same numbers, always."""
    return Random("/".join(map(str, (seed, *topic))))


def pick(chance: Random, weights: Mapping[Key, float]) -> Key:
    """Return one key, with its weight as likelihood."""
    return chance.choices(list(weights), list(weights.values()))[0]


def split(total: int, weights: Mapping[Key, float]) -> dict[Key, int]:
    """Split `total` in proportion to weights, in whole numbers that add up (largest remainders)."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
