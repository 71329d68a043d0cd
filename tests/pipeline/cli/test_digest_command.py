"""``chipwire digest`` as a user runs it: streams, formats, exit codes, one-line errors."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
DEMO = SAMPLES / "fr" / "altman-sept-billions.html"
SPANISH = SAMPLES / "es" / "emiratos-mgx-altman.html"


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def digest(chipwire: Run) -> Run:
    """Run ``chipwire digest`` without a model."""
    return functools.partial(chipwire, "digest", "--profile", "none")


class Server(http.server.SimpleHTTPRequestHandler):
    """Serves the samples; /slow never answers."""

    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(5)
            return
        super().do_GET()

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    handler = functools.partial(Server, directory=str(SAMPLES))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_help_loads_no_model_library() -> None:
    code = (
        "import sys; sys.argv=['chipwire', 'digest', '--help']\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'trafilatura', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"--profile" in done.stdout


def test_text_for_people(digest: Run) -> None:
    done = digest(str(DEMO))
    assert done.returncode == 0, done.stderr
    assert "7 billions de dollars" in done.stdout
    assert "$7 trillion" in done.stdout
    assert "\x1b" not in done.stdout


def test_several_sources_as_json_lines(digest: Run) -> None:
    done = digest(str(DEMO), str(SPANISH), "--format", "jsonl", "--quiet")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["article"]["language"] for row in rows] == ["fr", "es"]
    assert done.stderr == ""


def test_standard_input_is_told_apart(digest: Run) -> None:
    html = digest("-", "--format", "json", given=DEMO.read_bytes())
    assert json.loads(html.stdout)["article"]["title"].startswith("Sam Altman")
    text = "Titre court\n\n" + "Selon le WSJ, Sam Altman cherche des fonds pour ses puces. " * 5
    plain = digest("-", "--format", "json", given=text.encode())
    assert json.loads(plain.stdout)["article"]["title"] == "Titre court"


def test_a_web_address(digest: Run, site: str) -> None:
    done = digest(f"{site}/fr/altman-sept-billions.html", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["source"]["final_url"].startswith(site)


def test_output_goes_to_a_file_whole_or_not_at_all(digest: Run, tmp_path: Path) -> None:
    out = tmp_path / "digest.md"
    done = digest(str(DEMO), "--format", "markdown", "--output", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("# ")
    assert list(tmp_path.iterdir()) == [out]
    refused = digest(str(DEMO), "--output", str(tmp_path / "none" / "x.md"))
    assert refused.returncode == 2
    assert "no such folder" in refused.stderr


def one_line(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if not line.endswith("...")]
    assert len(lines) == 1, stderr
    return lines[0]


def test_some_failed_is_3_and_names_source_stage_and_reason(digest: Run, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.html")
    done = digest(str(DEMO), missing)
    assert done.returncode == 3
    assert "7 billions de dollars" in done.stdout
    line = one_line(done.stderr)
    assert missing in line
    assert "fetch" in line
    assert "no such file" in line


BAD = {
    "empty.html": (b"", "empty"),
    "binary.html": (bytes(range(256)) * 40, "binary"),
    "report.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 10, "PDF"),
    "menu.html": (b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no article"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_files_are_one_line_and_1(digest: Run, tmp_path: Path, name: str) -> None:
    content, told = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    done = digest(str(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert told.lower() in one_line(done.stderr).lower()


def test_bad_addresses_are_one_line_and_1(digest: Run, site: str, tmp_path: Path) -> None:
    assert "404" in one_line(digest(f"{site}/none.html").stderr)
    config = tmp_path / "c.toml"
    config.write_text("[fetch]\ntimeout = 0.5\n", encoding="utf-8")
    slow = digest(f"{site}/slow", "--config", str(config))
    assert slow.returncode == 1
    assert "0.5" in one_line(slow.stderr)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "xx"], "xx"),
        (["--story", "none-such"], "chip-initiative"),
        (["--config", "none.toml"], "none.toml"),
        (["-", "-"], "once"),
    ],
)
def test_wrong_use_is_2(digest: Run, arguments: list[str], told: str) -> None:
    done = digest(str(DEMO), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_an_unknown_config_key_is_2(digest: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[digest]\nlenght = 'long'\n", encoding="utf-8")
    done = digest(str(DEMO), "--config", str(config))
    assert done.returncode == 2
    assert "did you mean 'length'" in one_line(done.stderr)


def test_missing_weights_say_what_to_run(
    chipwire: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIPWIRE_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    done = chipwire("digest", str(DEMO), "--profile", "hub", "--quiet")
    assert (done.returncode, done.stdout) == (1, "")
    assert "chipwire models pull opus-mt-fr-en" in one_line(done.stderr)
