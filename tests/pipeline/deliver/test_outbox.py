"""The outbox: whole files, for their owner alone, under names that harm nobody."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pipeline.deliver import Outbox
from tests.pipeline.deliver.makers import Steps, delivery_to, message_to


def test_a_message_is_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "outbox"
    delivery = delivery_to("reader@news.example")
    outcome = Outbox(folder).send(delivery, Steps())
    (path,) = folder.iterdir()
    assert outcome.kind == "sent"
    assert str(path) in outcome.reason
    assert path.name == "morning_2024-02-09T07-00_reader@news.example_1.eml"
    assert path.read_bytes() == message_to("reader@news.example")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "address",
    ["../../etc/passwd@x.example", "a/b\\c:d@x.example", ".hidden@x", "\x00\n@x", "é" * 300, ""],
)
def test_no_address_leads_out_of_the_folder(tmp_path: Path, address: str) -> None:
    delivery = delivery_to("a@b.example")._replace(address=address, edition="../..")
    assert Outbox(tmp_path / "outbox").send(delivery, Steps()).kind == "sent"
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name.endswith("_1.eml")
    assert not path.name.startswith(".")
    assert len(path.name) < 250
    assert [entry.name for entry in tmp_path.iterdir()] == ["outbox"]


def test_two_readers_whose_names_look_alike_get_two_files(tmp_path: Path) -> None:
    for number, address in enumerate(("a/b@x.example", "a:b@x.example")):
        Outbox(tmp_path).send(delivery_to(address, number=number), Steps())
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_killed_sender_left_is_no_message_and_is_written_over(tmp_path: Path) -> None:
    delivery = delivery_to("reader@news.example")
    part = tmp_path / ".morning_2024-02-09T07-00_reader@news.example_1.eml.part"
    part.write_bytes(b"half a mess")
    for _ in range(2):
        assert Outbox(tmp_path).send(delivery, Steps()).kind == "sent"
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == delivery.message


def test_a_folder_that_cannot_be_used_ends_the_pass(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    outcome = Outbox(tmp_path / "file" / "outbox").send(delivery_to("a@b.example"), Steps())
    assert (outcome.kind, outcome.over) == ("again", True)
    assert os.strerror(20) in outcome.reason
