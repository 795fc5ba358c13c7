"""The words inside a picture of a chart: the browser draws it, this says what must stand in it."""

from dataclasses import dataclass

from coop.exports.file_name import file_name
from coop.exports.provenance import Provenance
from coop.format import date_text, moment_text
from coop.text import say

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class PictureWords:
    """What a picture carries: over the chart `title`, `subtitle` and `mark`, under it `lines`.

    `mark` is empty for real data; `stem` is the file's name without extension.
    """

    title: str
    subtitle: str
    mark: str
    lines: tuple[str, ...]
    stem: str


def picture_words(name: str, title: str, subtitle: str, provenance: Provenance) -> PictureWords:
    """Return the words of the picture of one chart (`name` its ASCII stem) and its file's name."""
    joint = say("exports.picture_join")
    filters = [say("exports.picture_filter", label=label, value=value) for label, value in provenance.filters]
    moments = say(
        "exports.picture_as_of",
        day=date_text(provenance.as_of),
        moment=moment_text(provenance.loaded_at).replace(" ", NO_BREAK),
    )
    stated = [
        say("exports.picture_coverage", coverage=provenance.coverage) if provenance.coverage else "",
        say("exports.picture_rule_set", rule_set=provenance.rule_set) if provenance.rule_set else "",
        say("exports.picture_source", source=provenance.source) if provenance.source else "",
    ]
    lines = (joint.join([*filters, moments]), joint.join(line for line in stated if line))
    places = [value for _, value in provenance.filters]
    return PictureWords(
        title,
        subtitle,
        say("exports.illustrative") if provenance.is_illustrative else "",
        tuple(line for line in lines if line),
        file_name(name, places, provenance.as_of, "").rstrip("."),
    )
