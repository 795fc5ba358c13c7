"""Source Sans 3 (Adobe, Open Font License in OFL.txt), with all Vietnamese marks: files carry it inside."""

from pathlib import Path

FOLDER = Path(__file__).parent
REGULAR, BOLD = FOLDER / "SourceSans3-Regular.otf", FOLDER / "SourceSans3-Bold.otf"
FAMILY = "Source Sans 3"
