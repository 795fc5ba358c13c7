"""What can keep a build, or the engine that reads it, from answering. Messages are sentences for readers."""


class NoBuild(Exception):
    """Nothing has been built in this store, or no build in it can be read."""


class EngineTrouble(NoBuild):
    """The engine that `COOP_ENGINE` names cannot answer now, and why."""


class NotWhole(EngineTrouble):
    """The Parquet of one build is half-published, of another version, or not there."""


class EngineFailed(Exception):
    """One question failed on the engine: `key` of the sentence that says why, and its fields."""

    def __init__(self, key: str, detail: str = "", **fields: str) -> None:
        """Keep the key, what the engine itself said (for the log), and the fields of the sentence."""
        super().__init__(f"{key}: {detail}")
        self.key, self.detail, self.fields = key, detail, fields
