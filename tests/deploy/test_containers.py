"""The container, the compose file and the Windows script: linted, and their steps held to what there is.

No engine runs here. `IMAGE=steps` carries out the Dockerfile's own steps in an empty folder.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import free_port, wait_until_healthy
from tests.house.source import PROJECT

DOCKERFILE = PROJECT / "deploy" / "docker" / "Dockerfile"
COMPOSE = PROJECT / "deploy" / "docker" / "compose.yaml"
FIRST_START_SECONDS = 300  # nothing is compiled yet, and an empty store is built
WINDOWS = PROJECT / "deploy" / "windows" / "start.cmd"


def steps() -> list[tuple[str, str]]:
    """Every instruction of the Dockerfile with its words, continued lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    joined = re.sub(r"\\\n\s*", "", text)
    return [
        (word, rest.strip())
        for word, _, rest in (line.partition(" ") for line in joined.splitlines())
        if word
    ]


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    program = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert program is not None, "requirements-dev.txt brings hadolint"
    done = subprocess.run([program, "--no-color", str(DOCKERFILE)], capture_output=True, check=False)
    assert done.stdout.decode() == ""
    assert done.returncode == 0


def test_the_image_holds_what_the_program_needs_and_nobody_special_runs_it() -> None:
    copied = {rest.split()[0] for word, rest in steps() if word == "COPY"}
    assert copied == {
        "requirements.txt",
        ".streamlit/config.toml",
        "app.py",
        "tools",
        "coop",
        "etl",
        "pages",
        "data",
    }
    assert all((PROJECT / name).exists() for name in copied)
    allowed = DOCKERFILE.with_name("Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in allowed if line.startswith("!")} == copied
    order = [word for word, _ in steps()]
    assert order.index("USER") > max(number for number, word in enumerate(order) if word == "COPY")
    assert dict(steps())["USER"] == "10001:10001"


def test_the_compose_file_runs_two_workers_a_night_and_the_shipped_caddyfile() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    parts = re.split(r"^  (\w+):", text.split("services:\n")[1].split("\nvolumes:")[0], flags=re.MULTILINE)
    services = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert set(services) == {"worker_one", "worker_two", "night", "caddy"}
    assert "<<: *worker" in services["worker_two"]
    for name in ("worker_one", "night"):
        for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "- store:/srv/htx"):
            assert line in services[name], f"{name}: {line}"
    assert [name for name in services if "ports:" in services[name]] == ["caddy"]
    told = set(re.findall(r"^      (COOP_\w+):", services["caddy"], flags=re.MULTILINE))
    asked = set(re.findall(r"\{\$(COOP_\w+)", (PROJECT / "deploy" / "Caddyfile").read_text(encoding="utf-8")))
    assert told <= asked
    assert asked - told <= {"COOP_PORT", "COOP_PLAIN_PORT"}
    [caddyfile] = re.findall(r"- (\S+):/etc/caddy/Caddyfile:ro", services["caddy"])
    assert (COMPOSE.parent / caddyfile).is_file()


def test_the_windows_script_does_what_the_readme_says_for_powershell() -> None:
    raw = WINDOWS.read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n"), "Windows reads lines that end with CR LF"
    script = raw.decode("ascii").replace('"', "")
    readme = (PROJECT / "README.md").read_text(encoding="utf-8").split("```powershell")[1].split("```")[0]
    for line in readme.strip().splitlines():
        words = line.replace(".venv\\Scripts\\python ", ".venv\\Scripts\\python.exe ").split(
            " --require-hashes"
        )
        for part in words:
            assert part.strip() in script or "app.py" in part, part
    assert "--server.address" not in script  # the shipped settings listen on this machine only


@pytest.mark.skipif(os.environ.get("IMAGE") != "steps", reason="installs everything anew: make image-steps")
def test_the_steps_of_the_dockerfile_give_a_server_that_is_well(tmp_path: Path) -> None:
    root, home, venv = tmp_path / "opt", tmp_path / "srv", tmp_path / "venv"
    root.mkdir()
    home.mkdir()
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    environment = dict(pair.split("=") for pair in dict(steps())["ENV"].split())
    environment |= {"PATH": f"{venv / 'bin'}:/usr/bin:/bin", "HOME": str(home), "COOP_HOME": str(home)}
    environment["COOP_OPEN_TO_ALL"] = "yes, without sign-in"
    for word, rest in steps():
        if word == "COPY":
            source, target = rest.split()
            place = root / target
            place.parent.mkdir(parents=True, exist_ok=True)
            origin = PROJECT / source
            shutil.copytree(origin, place) if origin.is_dir() else shutil.copy(origin, root / source)
        elif word == "RUN" and rest.startswith("python"):
            subprocess.run(["sh", "-c", rest], cwd=root, env=environment, check=True)
    port, log = free_port(), tmp_path / "server.log"
    command = dict(steps())["ENTRYPOINT"].replace("8501", str(port))
    with log.open("wb") as output:
        shell = command.removeprefix('["sh", "-c", "').removesuffix('"]')
        server = subprocess.Popen(
            ["sh", "-c", shell], cwd=root, env=environment, stdout=output, stderr=output
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", server, log, FIRST_START_SECONDS)
            program, option, check = json.loads(dict(steps())["HEALTHCHECK"].split("CMD ")[1])
            asked = [program, option, check.replace("8501", str(port))]
            subprocess.run(asked, env=environment, check=True)
        finally:
            server.terminate()
            server.wait(timeout=20)
