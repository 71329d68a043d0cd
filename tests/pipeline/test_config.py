"""Settings: defaults that work, and errors that say what to change."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.config import load_settings
from pipeline.errors import UsageError


def write(folder: Path, text: str) -> Path:
    path = folder / "chipwire.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_need_no_file() -> None:
    settings = load_settings()
    assert (settings.digest.to, settings.digest.profile) == ("en", "embedded")


def test_options_win_over_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, '[digest]\nto = "fr"\nlength = "long"\n')
    settings = load_settings(path, to="de", length=None)
    assert (settings.digest.to, settings.digest.length) == ("de", "long")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[digest]\nlenght = "long"\n', "unknown key 'digest.lenght'; did you mean 'length'?"),
        ("[fetsh]\ntimeout = 3\n", "unknown key 'fetsh'; did you mean 'fetch'?"),
        ("[fetch]\ntimeout = -1\n", "'fetch.timeout'"),
        ('[digest]\nto = "xx"\n', "'digest.to'"),
        ("[digest\n", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_settings(write(tmp_path, text))
    assert told in str(caught.value)
    assert "chipwire.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_the_fingerprint_follows_content_not_limits(tmp_path: Path) -> None:
    plain = load_settings()
    assert load_settings(write(tmp_path, "[fetch]\ntimeout = 3\n")).fingerprint() == (
        plain.fingerprint()
    )
    assert load_settings(length="long").fingerprint() != plain.fingerprint()
    assert load_settings(device="cpu").fingerprint() == plain.fingerprint()


def test_paths_are_meant_from_the_folder_of_the_file(tmp_path: Path) -> None:
    settings = load_settings(
        write(
            tmp_path,
            """
            [store]
            url = "postgresql://db.example/news"
            [[source]]
            location = "../pages/*.html"
            [[source]]
            location = "https://news.example/feed.xml"
            """,
        )
    )
    assert settings.store.url == "postgresql://db.example/news"
    assert settings.run.manifest == str(tmp_path / "run.json")
    assert [entry.location for entry in settings.source] == [
        str(tmp_path.parent / "pages" / "*.html"),
        "https://news.example/feed.xml",
    ]


def test_a_wrong_key_in_a_list_of_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"unknown key 'source.0.locatoin'; did you mean"):
        load_settings(write(tmp_path, '[[source]]\nlocatoin = "a.html"\n'))


def test_the_example_holds_every_setting_with_its_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(Path(__file__).resolve().parents[2] / "configs")
    example = Path("chipwire.toml")
    assert load_settings(example) == load_settings()
    written = tomllib.loads(example.read_text(encoding="utf-8"))
    lists = {"source", "output", "edition", "subscriber"}
    declared = load_settings().model_dump(exclude=lists, exclude_none=True)
    assert {table: set(keys) for table, keys in written.items()} == {
        table: set(keys) for table, keys in declared.items()
    }


MAIL = """
[mail]
live = true
sender = "Digest@News.Example"
user = "desk"
password_file = "password"
[[edition]]
name = "morning"
days = ["mon", "fri"]
hour = "07:30"
zone = "Europe/Paris"
languages = ["fr", "en"]
[[subscriber]]
address = "reader@b\u00fccher.example"
edition = "morning"
"""


def test_mail_editions_and_subscribers(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, MAIL))
    assert settings.mail.sender == "Digest@news.example"
    assert settings.mail.password_file == str(tmp_path / "password")
    assert settings.mail.outbox == str(tmp_path / "outbox")
    assert (settings.mail.smtp_port(), settings.mail.security) == (587, "starttls")
    (edition,), (subscriber,) = settings.edition, settings.subscriber
    assert (edition.hour.isoformat("minutes"), edition.zone) == ("07:30", "Europe/Paris")
    assert (subscriber.address, subscriber.language) == ("reader@b\u00fccher.example", None)
    assert not load_settings().mail.live


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("live", 'password = "s3cret"\nlive', "unknown key 'mail.password'; did you mean"),
        ("Digest@News.Example", "nobody", "not a mail address"),
        ("reader@", "reader\\r\\nBcc: x@", "not a mail address"),
        ("Europe/Paris", "Europe/Berne", "not an IANA time zone"),
        ("Europe/Paris", "../../etc/passwd", "not an IANA time zone"),
        ('"07:30"', '"07:30:15"', "write hours and minutes"),
        ('"07:30"', '"25:00"', "'edition.0.hour'"),
        ('edition = "morning"', 'edition = "mourning"', "there is no [[edition]] 'mourning'"),
        ('sender = "Digest@News.Example"', "", "needs a sender"),
        ('password_file = "password"', "", "needs password_env or password_file"),
        ("user", 'password_env = "P"\nuser', "keep one of them"),
        ("user", 'security = "none"\nhost = "relay.example"\nuser', "would show the password"),
        ("live", 'unsubscribe_url = "https://x.example"\nlive', "needs {token}"),
        ("live", 'dkim_domain = "x.example"\nlive', "belong together"),
        ("[[subscriber]]", '[[edition]]\nname = "morning"\n[[subscriber]]', "two [[edition]]"),
        ("live", "data_timeout = 3600\nlive", "'mail.data_timeout'"),
    ],
)
def test_mail_that_cannot_work_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in MAIL
    with pytest.raises(UsageError) as caught:
        load_settings(write(tmp_path, MAIL.replace(old, new, 1)))
    assert told in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)
