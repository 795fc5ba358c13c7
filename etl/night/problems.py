"""How a step of the nightly job ends otherwise than done."""


class Skipped(Exception):
    """There is nothing to do in a step; the message says why."""


class Failed(Exception):
    """A step did not do what it should; the message says what."""
