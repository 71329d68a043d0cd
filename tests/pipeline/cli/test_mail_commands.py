"""The commands of the mail, as a newsroom uses them."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from pipeline.deliver.unsubscribe import token
from pipeline.store import open_store
from tests.pipeline.cli.conftest import Run
from tests.pipeline.newsletter.desk import put

SECRET = "the newsroom's own secret"  # noqa: S105
HOUR = datetime.now(UTC) - timedelta(minutes=2)  # an edition that was due two minutes ago
CONFIG = f"""
[store]
url = "news.db"
[mail]
sender = "digest@news.example"
unsubscribe_url = "https://news.example/leave/{{token}}"
secret_file = "secret"
[[edition]]
name = "morning"
hour = "{HOUR:%H:%M}"
languages = ["en", "fr"]
[[edition]]
name = "never"
hour = "{HOUR + timedelta(hours=12):%H:%M}"
[[subscriber]]
address = "anna@news.example"
edition = "morning"
"""


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Give the log back as it was: its handler writes to a stream of this test."""
    logger = logging.getLogger("chipwire")
    before = (logger.handlers[:], logger.propagate, logger.level)
    yield
    logger.handlers[:], logger.propagate = before[:2]
    logger.setLevel(before[2])


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A newsroom with one digest and one reader."""
    (tmp_path / "secret").write_text(SECRET)
    path = tmp_path / "mail.toml"
    path.write_text(CONFIG, encoding="utf-8")
    with open_store(tmp_path / "news.db") as store:
        put(store, "one", "One plant opens in Osaka.")
    return path


def outbox(config: Path) -> list[Path]:
    return sorted((config.parent / "outbox").glob("*.eml"))


def test_an_edition_now_is_a_file_until_mail_is_live(here: Run, config: Path) -> None:
    done = here("mail", str(config), "--edition", "morning")
    assert done.returncode == 0, done.stderr
    assert "1 digest for 1 reader" in done.stdout
    assert "1 sent (dry run, to " in done.stdout
    (path,) = outbox(config)
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["To"] == "anna@news.example"
    assert "Osaka" in message.get_body(("plain",)).get_content()
    status = here("mail", "status", "--all", "--config", str(config))
    assert "anna@news.example\tsent" in status.stdout
    assert "1 sent" in status.stderr
    assert here("mail", "status", "--config", str(config)).stdout == ""


def test_the_bytes_of_old_messages_are_forgotten_and_who_got_them_is_not(
    here: Run, config: Path
) -> None:
    here("tick", str(config))
    at = ("--config", str(config))
    assert here("mail", "forget", "--before", "1d", *at).stdout == "0 messages forgotten\n"
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    assert here("mail", "forget", "--before", tomorrow, *at).stdout == "1 messages forgotten\n"
    assert "anna@news.example\tsent" in here("mail", "status", "--all", *at).stdout


def test_a_trial_goes_to_whom_it_is_for(here: Run, config: Path) -> None:
    to = ("--to", "boss@news.example", "--to", "Zoë@bücher.example")
    done = here("mail", "send", str(config), "--dry-run", "--edition", "morning", *to)
    assert done.returncode == 0, done.stderr
    assert len(outbox(config)) == 2
    again = here("tick", str(config))  # the readers have missed nothing
    assert "morning" in again.stdout
    assert "1 digest for 1 reader" in again.stdout
    wrong = here("mail", str(config), "--to", "nobody")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--to: not a mail address" in wrong.stderr


def test_an_edition_that_is_not_there_is_told(here: Run, config: Path) -> None:
    done = here("mail", str(config), "--edition", "evening")
    assert done.returncode == 2
    assert "there is no edition 'evening'; there are: morning, never" in done.stderr


def test_tick_sends_what_is_due_once_and_status_tells_it(here: Run, config: Path) -> None:
    first = here("tick", str(config))
    assert first.returncode == 0, first.stderr
    assert "1 digest for 1 reader" in first.stdout
    assert here("tick", str(config)).stdout == ""
    assert len(outbox(config)) == 1
    lines = here("schedule", "status", str(config)).stdout.splitlines()
    assert [line.split("\t")[0::2][:2] for line in lines] == [
        ["morning", "sent (dry run)"],
        ["morning", "next"],
        ["never", "next"],
    ]


def test_what_is_held_is_settled_by_a_person(here: Run, config: Path) -> None:
    blocked = config.parent / "outbox"
    blocked.write_text("a file where the folder should be")
    done = here("tick", str(config))
    assert done.returncode == 3
    assert "1 to be tried again" in done.stdout
    status = here("mail", "status", "--config", str(config))
    assert "anna@news.example\tqueued\t1\toutbox" in status.stdout
    number = status.stdout.split("\t")[0]
    both = here("mail", "resolve", number, "--config", str(config))
    assert both.returncode == 2
    wrong = here("mail", "resolve", "--delivered", number, "--config", str(config))
    assert (wrong.returncode, "nothing to resolve" in wrong.stderr) == (1, True)


def test_a_reader_leaves_by_the_token_of_his_link(here: Run, config: Path) -> None:
    here("tick", str(config))
    message = message_from_bytes(outbox(config)[0].read_bytes(), policy=default)
    mine = message["List-Unsubscribe"].partition("leave/")[2].rstrip(">")
    done = here("unsubscribe", mine, "--config", str(config))
    assert done.stdout == "anna@news.example gets no more of morning\n"
    again = here("unsubscribe", mine, "--config", str(config))
    assert again.stdout == "anna@news.example gets no more of morning, as before\n"
    wrong = here("unsubscribe", mine[:-1], "--config", str(config))
    assert (wrong.returncode, "nobody has this token" in wrong.stderr) == (2, True)
    listed = here("subscribers", "list", "--config", str(config)).stdout
    assert listed.startswith("morning\tanna@news.example\t-\t-\t-\tunsubscribed ")
    back = here("subscribers", "lift", "anna@news.example", "--config", str(config))
    assert "gets mail again" in back.stdout


def test_a_reader_who_leaves_before_it_is_sent_does_not_get_it(here: Run, config: Path) -> None:
    blocked = config.parent / "outbox"
    blocked.write_text("a file where the folder should be")
    here("tick", str(config))
    mine = token(SECRET.encode(), "anna@news.example", "morning")
    here("unsubscribe", mine, "--config", str(config))
    status = here("mail", "status", "--config", str(config))
    assert "anna@news.example\tdropped\t1\tunsubscribed; before: outbox" in status.stdout
    assert "1 dropped" in status.stderr
    blocked.unlink()
    assert here("tick", str(config)).returncode == 0
    assert outbox(config) == []


def test_subscribers_are_added_listed_and_removed(here: Run, config: Path) -> None:
    at = ("--config", str(config))
    add = ("subscribers", "add", "Béla@Bücher.example", "--edition", "morning", *at)
    german = here(*add, "--language", "de")
    assert german.stdout.startswith("added Béla@bücher.example")
    assert "gets no mail: morning is made in en, fr; add 'de' to its languages" in german.stderr
    short = here(*add, "--length", "short")
    assert short.stdout.startswith("updated")
    assert short.stderr == ""
    listed = here("subscribers", "list", *at).stdout.splitlines()
    assert listed[1] == "morning\tBéla@bücher.example\t-\tshort\t-\tactive"
    wrong = here("subscribers", "add", "béla", "--edition", "morning", *at)
    assert (wrong.returncode, "not a mail address" in wrong.stderr) == (2, True)
    wrong = here("subscribers", "add", "a@x.example", "--edition", "evening", *at)
    assert (wrong.returncode, "no edition 'evening'" in wrong.stderr) == (2, True)
    assert here("subscribers", "remove", "béla@bücher.example", *at).returncode == 0
    assert here("subscribers", "remove", "béla@bücher.example", *at).returncode == 1


def test_an_import_names_the_lines_that_are_wrong(here: Run, config: Path, tmp_path: Path) -> None:
    file = tmp_path / "readers.csv"
    lines = (
        "\ufeffEmail;Language;edition",
        "a@news.example;fr;morning",
        "b@news.example;;",
        "nobody;fr;morning",
        "",
        "c@news.example;xx;morning",
        "d@news.example;en",
        '"a@NEWS.example";de;morning',
        "e@news.example;en;evening",
    )
    file.write_text("\r\n".join(lines), encoding="utf-8")
    done = here("subscribers", "import", str(file), "--config", str(config))
    assert done.returncode == 3
    assert done.stdout == "1 added, 1 updated, 5 left out\n"
    *faults, silent = done.stderr.splitlines()
    assert "a@news.example gets no mail: morning is made in en, fr; add 'de'" in silent
    said = [line.partition("readers.csv, ")[2] for line in faults]
    lines_told = ["line 3", "line 4", "line 6", "line 7", "line 9"]
    assert [line.partition(":")[0] for line in said] == lines_told
    assert "names no edition" in said[0]
    assert "not a mail address" in said[1]
    assert "language" in said[2]
    assert "has 2 columns, not 3" in said[3]
    assert "no edition 'evening'" in said[4]
    done = here("subscribers", "import", str(file), "--edition", "morning", "--config", str(config))
    assert done.stdout == "1 added, 2 updated, 4 left out\n"


@pytest.mark.parametrize(
    "content",
    [b"", b"name,age\nx,3\n", b"\xff\xfe\x00", b'address\n"a@x.example', b"address\n\x00"],
)
def test_what_is_no_table_of_subscribers_is_refused(
    content: bytes, here: Run, config: Path, tmp_path: Path
) -> None:
    file = tmp_path / "readers.csv"
    file.write_bytes(content)
    done = here("subscribers", "import", str(file), "--edition", "morning", "--config", str(config))
    assert done.returncode in (1, 2)
    assert "readers.csv" in done.stderr
    with open_store(tmp_path / "news.db") as store:
        assert store.subscribers.of() == []


def test_the_timer_that_is_printed_runs_tick_on_the_config(
    here: Run, config: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "50% of $HOME"
    folder.mkdir()
    moved = config.rename(folder / "mail.toml")
    printed = here("schedule", "install", str(moved)).stdout
    assert "OnCalendar=*:0/5" in printed
    assert f'tick "{tmp_path}/50%% of $$HOME/mail.toml"' in printed
    assert f"tick '{tmp_path}/50\\% of $HOME/mail.toml'" in printed


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_ticks_ends_cleanly_when_told_to(wish: signal.Signals, config: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "schedule", "run", str(config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert "1 digest for 1 reader" in process.stdout.readline()  # it has begun
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert errors.endswith("chipwire: ended\n")
    assert len(outbox(config)) == 1


def test_bounces_are_counted_by_command(here: Run, config: Path, tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    done = here("subscribers", "bounces", str(tmp_path / "box"), "--config", str(config))
    assert done.stdout == "0 reports, 0 of no mail of ours\n"
    assert here("subscribers", "bounces", "--config", str(config)).returncode == 2
