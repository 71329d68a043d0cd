"""Which digests an edition prints, in which order, and what it only points to."""

from __future__ import annotations

from pipeline.edition import one_story_once
from pipeline.records import Digest
from tests.pipeline.editions import published, sample_digests, scored, translated


def retold(digest: Digest, headline: str, paper: str, score: float) -> Digest:
    """The same story as another paper prints it."""
    text = f"{digest.article.text}\n{paper} adds a line."
    return scored(
        published(translated(digest, headline), f"https://{paper}.example/1"),
        score,
        id=paper,
        article=digest.article.model_copy(update={"text": text}),
    )


def test_the_most_relevant_come_first_and_then_the_newest() -> None:
    digests = sample_digests()
    last = scored(digests[0], 0.2)
    chosen = one_story_once([last, *digests[1:]]).digests
    assert chosen[-1] == last
    days = [(d.article.published or "")[:10] for d in chosen[:-1]]
    assert days == sorted(days, reverse=True)
    assert len(chosen) == len(digests)


def test_one_story_is_printed_once_and_the_other_paper_is_named() -> None:
    base = sample_digests()[3]
    first = retold(base, "Altman seeks money for chip plants", "first", 0.9)
    second = retold(base, "Altman seeks money for his chip plants", "second", 0.8)
    chosen = one_story_once([second, first])
    assert [digest.id for digest in chosen.digests] == ["first"]
    (repeat,) = chosen.repeats
    assert (repeat.of, repeat.url) == ("first", "https://second.example/1")
    assert repeat.headline == "Altman seeks money for his chip plants"


def test_another_number_in_the_headline_is_another_story() -> None:
    base = sample_digests()[3]
    first = retold(base, "Altman seeks 7 trillion for chip plants", "first", 0.9)
    second = retold(base, "Altman seeks 5 trillion for chip plants", "second", 0.8)
    assert len(one_story_once([first, second]).digests) == 2


def test_other_amounts_are_another_story() -> None:
    first = retold(sample_digests()[3], "Altman seeks money for chip plants", "first", 0.9)
    second = retold(sample_digests()[0], "Altman seeks money for chip plants", "second", 0.8)
    assert len(one_story_once([first, second]).digests) == 2


def test_of_one_article_the_last_digest_is_kept_even_if_it_is_less_relevant() -> None:
    old = sample_digests()[3]
    source = old.source.model_copy(
        update={"fetched_at": old.source.fetched_at.replace(year=old.source.fetched_at.year + 1)}
    )
    new = scored(old, 0.5, id="new", source=source)
    chosen = one_story_once([new, old])
    assert [digest.id for digest in chosen.digests] == ["new"]
    assert chosen.repeats == ()
