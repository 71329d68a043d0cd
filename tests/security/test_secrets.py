"""Passwords and keys stay where the newsroom keeps them: in its environment and its files."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.config import Settings, load_settings
from pipeline.errors import UsageError
from pipeline.store import open_store
from tests.pipeline.batch.newsroom import write_newsroom
from tests.pipeline.cli.conftest import Run
from tests.pipeline.newsletter.desk import put

PASSWORD, SECRET = "s3cret-of-the-relay", "s3cret-that-signs-links"
HOUR = datetime.now(UTC) - timedelta(minutes=2)  # an edition that was due two minutes ago
MAIL = f"""
[store]
url = "news.db"
[mail]
live = true
host = "127.0.0.1"
port = 9
user = "desk"
password_env = "RELAY_PASSWORD"
sender = "digest@news.example"
unsubscribe_url = "https://news.example/leave/{{token}}"
secret_env = "LINK_SECRET"
state = "state"
timeout = 2
[[edition]]
name = "morning"
hour = "{HOUR:%H:%M}"
[[subscriber]]
address = "anna@news.example"
edition = "morning"
"""


def holding(folder: Path, words: str) -> list[Path]:
    """List the files in a folder that hold some words."""
    return [
        path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()
    ]


def test_a_password_in_the_url_of_a_store_goes_nowhere(
    chipwire: Run, new_database: str, tmp_path: Path
) -> None:
    import psycopg

    url = new_database.replace("postgres@", f"postgres:{PASSWORD}@")
    config = write_newsroom(tmp_path, 2, store=url, more='[[output]]\npath = "out/all.jsonl"\n')
    done = chipwire("run", str(config), "--verbose")
    assert done.returncode == 0, done.stderr
    shown = chipwire("search", "", "--store", url)
    assert PASSWORD not in done.stdout + done.stderr + shown.stdout + shown.stderr
    assert holding(tmp_path, PASSWORD) == [config]
    with psycopg.connect(new_database) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        assert len(tables) > 5
        for (table,) in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"'.encode()).fetchall()  # noqa: S608
            assert PASSWORD not in repr(rows)


def test_the_secrets_of_the_mail_go_nowhere(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELAY_PASSWORD", PASSWORD)
    monkeypatch.setenv("LINK_SECRET", SECRET)
    config = tmp_path / "mail.toml"
    config.write_text(MAIL, encoding="utf-8")
    with open_store(tmp_path / "news.db") as store:
        put(store, "one", "One plant opens in Osaka.")
    done = here("mail", str(config), "--edition", "morning")
    assert done.returncode != 0
    assert "127.0.0.1" in done.stdout + done.stderr
    told = [here("mail", "status", "--all", "--config", str(config)), done]
    for secret in (PASSWORD, SECRET):
        assert not [run for run in told if secret in run.stdout + run.stderr]
        assert holding(tmp_path, secret) == []


def test_a_doctor_names_no_secret(here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_PASSWORD", PASSWORD)
    monkeypatch.setenv("HTTPS_PROXY", f"http://desk:{PASSWORD}@proxy.example:3128")
    done = here("doctor")
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize("key", ["password", "secret", "dkim_key"])
def test_a_config_has_no_place_for_a_secret_and_does_not_repeat_it(
    tmp_path: Path, key: str
) -> None:
    config = tmp_path / "mail.toml"
    config.write_text(f'[mail]\n{key} = "{PASSWORD}"\n', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_settings(config)
    assert PASSWORD not in str(caught.value)
    assert f"mail.{key}" in str(caught.value)


def test_settings_name_secrets_and_hold_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_PASSWORD", PASSWORD)
    settings = Settings.model_validate({"mail": {"user": "x", "password_env": "RELAY_PASSWORD"}})
    assert PASSWORD not in repr(settings) + json.dumps(settings.model_dump(mode="json"))
