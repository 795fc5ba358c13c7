"""Builds for more than one machine: one machine loads and publishes, others take over what it has published.

    carry(own, shared, keep=5)      # the machine that loads, each time that it has published
    follow()                        # a machine that only reads: once, when its server starts
    sentence = following_problem()  # None while it has what is published

Both ends are folders that a path leads to: a network share, a mounted bucket, a second disk. Nothing is
locked in them, and a reader serves from its own disk only (docs/decisions/0027).
"""

from coop.sharing.carry import NothingThere, TornCopy, carry, point, published_in, remove_old
from coop.sharing.durable import sync_folder, write_durably
from coop.sharing.following import follow, following_problem, look, only_reads, sending_address, waits

__all__ = [
    "NothingThere",
    "TornCopy",
    "carry",
    "follow",
    "following_problem",
    "look",
    "only_reads",
    "point",
    "published_in",
    "remove_old",
    "sending_address",
    "sync_folder",
    "waits",
    "write_durably",
]
