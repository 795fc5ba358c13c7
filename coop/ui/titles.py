"""What readers call the classes of a coded attribute."""

from coop.queries.build import classes
from coop.ui.answers import ask, known


@known
def titles_of(attribute: str) -> dict[str, str]:
    """Each code of the attribute in its fixed order → its title."""
    return dict(ask(classes, attribute)[["class_code", "title"]].itertuples(index=False, name=None))
