"""Tell what pip-audit found: `python -m tools.vulnerabilities FILE` reads its JSON report.

A registry without the database answers "not found" for every package, and pip-audit ends well: that is no
clean bill, and is told as what it is.
"""

import json
import sys
from pathlib import Path

UNREACHED = "The database of known vulnerabilities cannot be reached from here, so they were NOT looked up."


def told(report: str) -> tuple[list[str], int]:
    """Sentences about a report, and the exit code: 1 where a vulnerability is known."""
    packages = json.loads(report)["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if len(skipped) == len(packages):
        return [UNREACHED], 0
    found = [
        f"{one['name']} {one['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or '?'}"
        for one in packages
        for known in one.get("vulns", [])
    ]
    lines = found or [f"==> No vulnerability known in {len(packages) - len(skipped)} packages"]
    if skipped:
        lines.append(f"NOT looked up: {', '.join(skipped)}")
    return lines, 1 if found else 0


if __name__ == "__main__":
    sentences, code = told(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print("\n".join(sentences))
    sys.exit(code)
