"""Agency copy that several sites print: one origin, whoever comes first, however it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pipeline.batch.records import Options
from pipeline.records import Article
from pipeline.render.history import HISTORY_STYLES
from pipeline.stages.load import Models
from pipeline.store import Store, open_store
from pipeline.store.copies import likes_of
from pipeline.store.engine import transaction
from tests.pipeline.batch.conftest import RunNewsroom
from tests.pipeline.batch.newsroom import write_newsroom

WIRE = [
    "Sam Altman has asked investors in three countries for $40 billion to build chip plants near "
    "Dresden, two people with knowledge of the talks said on Tuesday.",
    "The money would come in two parts, the people said, and the first of them would be paid out "
    "before the ground is broken in the spring of 2027.",
    "OpenAI declined to comment. A spokeswoman for the state of Saxony said that she knew of the "
    "plan and that no request for permits had been received so far.",
    "Analysts doubt that the plants could be staffed. The region is short of some 6,000 engineers "
    "already, and two other groups are hiring there at the same time.",
    "TSMC, which would have to lend its know-how, has not decided whether it wants to take part, "
    "according to one of the two people.",
    "The talks are expected to go on until the end of the month, and they could still fail.",
]


def site(lines: list[str], title: str, published: str = "2026-11-17") -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta property='
        f'"article:published_time" content="{published}"></head><body><article><h1>{title}</h1>'
        f"{body}</article></body></html>"
    )


def verdicts(report: Any) -> dict[str, str]:
    return {Path(one["source"]).stem: one["verdict"] for one in report.manifest["verdicts"]}


def newsroom(folder: Path, pages: dict[str, str], batch: int = 4) -> Path:
    config = write_newsroom(folder, 0)
    config.write_text(config.read_text().replace("batch = 4", f"batch = {batch}"))
    for name, content in pages.items():
        (folder / "pages" / f"{name}.html").write_text(content, encoding="utf-8")
    return config


PAGES = {
    "a-first": site(WIRE, "Altman wants $40 billion for chips"),
    "b-reworded": site(
        [WIRE[0].replace("has asked", "asked"), WIRE[1].replace("people said", "said"), *WIRE[2:]],
        "Chip plans for Dresden",
    ),
    "c-shorter": site(WIRE[:4], "Altman wants chip plants"),
    "d-longer": site([*WIRE, "The mayor said that he had not been told of any of it."], "Chips"),
    "e-number": site([WIRE[0].replace("$40 ", "$45 "), *WIRE[1:]], "Altman wants plants"),
    "f-name": site([WIRE[0].replace("Dresden", "Leipzig"), *WIRE[1:]], "Altman wants plants"),
    "g-months-later": site(WIRE, "Altman wants plants", published="2027-06-17"),
    "h-credit": site([*WIRE, "(dpa)"], "Altman wants $40 billion for plants"),
}
ORIGINS = {"a-first", "d-longer", "e-number", "f-name", "g-months-later"}


@pytest.mark.parametrize("batch", [1, 3, 20])
def test_what_says_nothing_new_is_a_copy_in_whatever_windows_it_is_read(
    tmp_path: Path, run_newsroom: RunNewsroom, batch: int
) -> None:
    report = run_newsroom(newsroom(tmp_path, PAGES, batch))
    assert verdicts(report) == {
        name: "digested" if name in ORIGINS else "duplicate" for name in PAGES
    }
    told = {Path(one["source"]).stem: one for one in report.manifest["verdicts"]}
    assert told["b-reworded"]["reason"].endswith("pages/a-first.html: 99% of its text is there")
    assert told["c-shorter"]["reason"].endswith("pages/a-first.html: 100% of its text is there")


def test_copies_are_kept_with_their_original_and_not_dropped_unseen(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    names = ("a-first", "b-reworded", "c-shorter")
    run_newsroom(newsroom(tmp_path, {name: PAGES[name] for name in names}))
    with open_store(tmp_path / "news.db") as store:
        (stored,) = store.export()
        history = store.history(stored.version_id)
        assert history is not None
        assert [Path(place).stem for place in history.copies] == ["b-reworded", "c-shorter"]
        shown = {name: write(history) for name, write in HISTORY_STYLES.items()}
        assert all(place in shown["text"] for place in history.copies)
        assert all("c-shorter" in text for text in shown.values())
        assert len(store.search("Dresden")) == 3


def test_a_copy_that_comes_days_later_is_found_in_the_store(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = newsroom(tmp_path, {"a-first": PAGES["a-first"]})
    run_newsroom(config)
    newsroom(tmp_path, {"b-reworded": PAGES["b-reworded"]})
    assert verdicts(run_newsroom(config)) == {"a-first": "unchanged", "b-reworded": "duplicate"}
    newsroom(tmp_path, {"a-first": PAGES["e-number"]})  # the original is corrected
    assert verdicts(run_newsroom(config)) == {"a-first": "digested", "b-reworded": "digested"}
    with open_store(tmp_path / "news.db") as store:
        histories = [store.history(stored.version_id) for stored in store.export()]
    assert all(history and history.copies == [] for history in histories)


def test_digesting_again_makes_no_original_a_copy(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    config = newsroom(tmp_path, {name: PAGES[name] for name in ("a-first", "d-longer")})
    run_newsroom(config)
    again = run_newsroom(config, Options(force=True))
    assert set(verdicts(again).values()) == {"digested"}


class _Failing:
    """A translator that stumbles over one word."""

    attempts = 1

    def translate(self, texts: list[str], *_: object) -> list[list[str]]:
        if any("cherché" in text for text in texts):
            raise RuntimeError("tensors do not fit")
        return [[text] for text in texts]

    def describe(self, *_: object) -> list[Any]:
        return []


def test_where_the_original_comes_to_nothing_its_copy_is_digested(
    tmp_path: Path, run_newsroom: RunNewsroom
) -> None:
    french = [
        "Sam Altman a cherché 40 milliards de dollars auprès d'investisseurs de trois pays pour "
        "construire des usines de puces près de Dresde, selon deux personnes proches du dossier.",
        "La somme serait versée en deux fois, la première avant le début des travaux, prévu pour "
        "le printemps de l'année 2027, ont précisé ces deux personnes.",
        "Le groupe n'a pas souhaité faire de commentaire, et la région a répondu qu'elle n'avait "
        "reçu jusqu'ici aucune demande de permis de construire.",
    ]
    first = site(french, "Des usines de puces à Dresde").replace('"en"', '"fr"')
    pages = {"a": first, "b": first.replace("a cherché", "cherche")}
    config = newsroom(tmp_path, pages)
    report = run_newsroom(config, load=lambda: Models(translator=_Failing()))  # type: ignore[arg-type]
    assert verdicts(report) == {"a": "failed", "b": "digested"}


def test_looking_copies_up_does_not_read_the_whole_store(
    tmp_path: Path, run_newsroom: RunNewsroom, likes_plan: Callable[[Store], str]
) -> None:
    run_newsroom(newsroom(tmp_path, PAGES))
    with open_store(tmp_path / "news.db") as store:
        plan = likes_plan(store)
    assert "bands" in plan
    assert "SCAN" not in plan


@pytest.fixture
def likes_plan() -> Callable[[Store], str]:
    """Return how the database finds the texts that share a band."""
    from sqlalchemy import event

    def explain(store: Store) -> str:
        asked: list[tuple[str, Any]] = []
        engine = store._engine
        listen = ("before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
        event.listen(engine, *listen)
        with transaction(engine, writes=False) as connection:
            likes_of(connection, {1, 2}, {"x"}, "k")
            event.remove(engine, *listen)
            statement, values = asked[-1]
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert connection.scalar(text("SELECT count(*) FROM bands")) > 0
        return "\n".join(str(row[-1]) for row in rows)

    return explain


def test_a_text_that_is_too_short_to_tell_has_no_bands() -> None:
    from pipeline.batch.near import bands_of

    article = Article(title=None, paragraphs_used=1, paragraphs_total=1, text="Une ligne.")
    assert bands_of(article) == []
