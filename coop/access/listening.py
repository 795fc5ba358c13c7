"""Whether a server may listen where it was told to: to other machines only with sign-in, or told in words."""

from ipaddress import ip_address

from coop.text import say

TOLD = "yes, without sign-in"  # what COOP_OPEN_TO_ALL must say, letter by letter


def may_listen(address: str, *, has_sign_in: bool, told: str = "") -> str | None:
    """None where it may; else the sentence why not. `address` as configured, '' meaning every address."""
    if has_sign_in or told == TOLD or is_this_machine(address):
        return None
    return say("access.open_to_all", address=address or "*", told=TOLD)


def is_this_machine(address: str) -> bool:
    """Whether only this machine can reach a server at `address`."""
    if address.casefold() == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
