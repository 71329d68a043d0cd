"""Run the command as a user does, and a store to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from pipeline.cli import main
from pipeline.store import open_store
from tests.pipeline.store.makers import Clock, article_of, digest_of, page_of

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def chipwire() -> Run:
    """Run ``chipwire`` in a process of its own; streams come back as text."""

    def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *arguments],
            input=given,
            capture_output=True,
            timeout=600,
            check=False,
            env={name: os.environ[name] for name in os.environ if name != "COLUMNS"},
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``chipwire`` in this process, which is faster; it ends as it always does."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["chipwire", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return subprocess.CompletedProcess(
            arguments, code if isinstance(code, int) else 0, *capsys.readouterr()
        )

    return run


@pytest.fixture
def newsroom(url: str, clock: Clock) -> str:
    """Fill a store of each kind: French twice read, Japanese, and a title that attacks."""
    with open_store(url, clock=clock) as store:
        for text in ("L'usine coûterait 5 milliards.", "L'usine coûterait 7 milliards."):
            article = article_of(text + "\nDes puces pour les Émirats.", "Une usine")
            version = store.put_article(page_of("https://news.example/usine", clock()), article)
            store.put_digest(version.id, digest_of(article, statement="The plant is dear."))
            clock.move(days=1)
        japanese = article_of("半導体の工場に7兆ドルを投じる。", "工場", "ja")
        version = store.put_article(page_of("https://news.example/ja", clock()), japanese)
        store.put_digest(version.id, digest_of(japanese, billions=7000, actor="softbank"))
        clock.move(days=30)
        attack = article_of("=HYPERLINK(0) Un texte calme.", "\x1b[2J\u202eTitre\x9b31m", "fr")
        version = store.put_article(page_of("https://news.example/attack", clock()), attack)
        store.put_digest(version.id, digest_of(attack, billions=1, statement="=1+1"))
    return url
