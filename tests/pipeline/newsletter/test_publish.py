"""What an edition tells: what is new, once, for each reader in his language; on each database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from pipeline.briefing_records import Briefing
from pipeline.config import MailSettings, Settings, SubscriberEntry
from pipeline.deliver import channel_for, deliver
from pipeline.edition import Image
from pipeline.errors import UsageError
from pipeline.newsletter import publish
from pipeline.newsletter.charts import draw_charts
from pipeline.records import Source
from pipeline.render.email import render_edition
from pipeline.store import Store, Subscriber, open_store
from pipeline.store.engine import transaction
from pipeline.store.mail_tables import editions
from pipeline.store.schema import digests
from tests.pipeline.editions import briefing, edition, png, sample_digests
from tests.pipeline.newsletter.desk import (
    READER,
    frozen_of,
    headlines,
    issue,
    publish_now,
    put,
    settings_with,
)
from tests.pipeline.store.makers import Clock


def letters(store: Store, settings: Settings, tmp_path: Any) -> dict[str, Any]:
    """Deliver into an outbox; return the messages by recipient."""
    mail = settings.mail.model_copy(update={"outbox": str(tmp_path / "box"), "live": False})
    report = deliver(store.mail, channel_for(mail), mail)
    assert not (report.failed or report.held or report.trouble)
    found = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted((tmp_path / "box").glob("*.eml"))
    ]
    return {str(message["To"]): message for message in found}


def text_of(message: Any) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content())


def test_an_edition_tells_what_is_new_the_most_relevant_first(each: Store, clock: Clock) -> None:
    settings = settings_with()
    put(each, "low", "A small plant opens in Turin.", score=0.2)
    put(each, "high", "A large plant opens in Osaka.", score=0.9)
    first = publish_now(each, settings)
    assert first.outcome == "2 digests for 1 reader"
    assert headlines(each, first) == ["high", "low"]
    clock.move(days=1)
    put(each, "next", "Another plant is planned in Leuven.")
    assert headlines(each, publish_now(each, settings)) == ["next"]
    clock.move(days=1)
    third = publish_now(each, settings)
    assert (third.outcome, third.edition.state) == ("skipped: nothing new", "skipped")
    assert each.mail.edition(third.edition.id).note == "nothing new"


def test_what_was_too_little_for_an_edition_waits_for_the_next(store: Store, clock: Clock) -> None:
    settings = settings_with(minimum=2)
    put(store, "one", "One plant opens.")
    assert publish_now(store, settings).outcome == "skipped: nothing new"
    clock.move(days=30)
    put(store, "two", "The minister visits Dresden.")
    assert sorted(headlines(store, publish_now(store, settings))) == ["one", "two"]


def test_an_article_digested_anew_is_no_news(store: Store, clock: Clock) -> None:
    settings = settings_with()
    put(store, "one", "One plant opens.")
    publish_now(store, settings)
    clock.move(days=1)
    put(store, "one", "One plant opens.", config="d")
    assert publish_now(store, settings).outcome == "skipped: nothing new"
    clock.move(days=1)
    put(store, "one", "One plant opens.\nIt will employ 300 people.", config="d")
    assert headlines(store, publish_now(store, settings)) == ["one"]


def test_the_first_edition_goes_back_a_day_or_a_week(store: Store, clock: Clock) -> None:
    put(store, "old", "An old plant closes.")
    clock.move(days=3)
    put(store, "new", "A new plant opens in Porto.")
    daily = publish_now(store, settings_with(name="daily"))
    weekly = publish_now(store, settings_with(name="weekly", days=["mon"]))
    assert (headlines(store, daily), len(headlines(store, weekly))) == (["new"], 2)


def test_a_digest_committed_late_is_not_lost(each: Store, clock: Clock) -> None:
    """Its number is lower than that of another which the last edition looked at."""
    settings = settings_with()
    put(each, "late", "A slow writer stores this.")
    with transaction(each._engine, writes=True) as connection:
        row = connection.execute(digests.select()).mappings().one()
        connection.execute(delete(digests))
    put(each, "early", "A quick writer overtakes it.")
    assert headlines(each, publish_now(each, settings)) == ["early"]
    with transaction(each._engine, writes=True) as connection:
        connection.execute(digests.insert().values(**row))
    clock.move(days=1)
    assert headlines(each, publish_now(each, settings)) == ["late"]


def test_each_reader_gets_his_language_length_and_story(store: Store, tmp_path: Any) -> None:
    def reader(name: str, **wishes: Any) -> SubscriberEntry:
        return SubscriberEntry(address=f"{name}@news.example", edition="morning", **wishes)

    settings = settings_with(
        reader("en"),
        reader("fr", language="fr"),
        reader("short", length="short"),
        reader("other", story="fusion"),
        reader("de", language="de"),
        reader("it", language="it"),
        languages=["en", "fr", "de"],
    )
    text = "\n".join(f"Line {number} of the news." for number in range(8))
    put(store, "chips", text)
    put(store, "chips", text, language="fr")
    put(store, "fusion", "A reactor is planned.", story="fusion")
    store.subscribers.add(Subscriber("en@NEWS.example", "morning", "fr"))  # the config counts
    store.subscribers.add(Subscriber("store@news.example", "morning", "fr"))
    found = publish_now(store, settings)
    assert found.outcome == "2 digests for 5 readers"
    assert found.notes == [
        "1 of its readers want de, but what is new is digested in en, fr only: they get nothing",
        "it is not made in it, which some of its readers want",
    ]
    got = {to.partition("@")[0]: text_of(m) for to, m in letters(store, settings, tmp_path).items()}
    assert set(got) == {"en", "fr", "short", "other", "store"}
    assert "[en] Line 5" in got["en"]
    assert "[en] Line 6" not in got["en"]  # medium: six statements
    assert "[en] Line 2" in got["short"]
    assert "[en] Line 3" not in got["short"]
    assert "[fr] Line 1" in got["fr"]
    assert got["fr"] == got["store"]
    assert "reactor" in got["other"]
    assert "Line" not in got["other"]


def test_a_language_that_was_left_out_misses_nothing(store: Store, clock: Clock) -> None:
    settings = settings_with(
        SubscriberEntry(address=READER, edition="morning"),
        SubscriberEntry(address="f@news.example", edition="morning", language="fr"),
        languages=["en", "fr"],
        minimum=2,
    )
    for place in ("one", "two"):
        put(store, place, f"A plant opens in {place}.")
    put(store, "one", "A plant opens in one.", language="fr")
    assert publish_now(store, settings).outcome == "2 digests for 1 reader"
    clock.move(days=2)
    put(store, "two", "A plant opens in two.", language="fr")
    found = publish_now(store, settings)
    assert sorted(headlines(store, found, "fr")) == ["one", "two"]
    assert headlines(store, found, "en") == []


def test_the_next_edition_opens_with_what_was_corrected(
    each: Store, clock: Clock, tmp_path: Any
) -> None:
    settings = settings_with(grace=100)
    same = "The ministry declined to comment."
    put(each, "plant", f"The plant will cost 5 billion euros.\n{same}")
    first = publish_now(each, settings)
    clock.move(days=1)
    put(each, "plant", f"The plant will cost 7 billion euros.\n{same}")
    put(each, "other", "Another plant opens in Bilbao.")
    second = publish_now(each, settings)
    assert second.outcome == "1 digest and 1 correction for 1 reader"
    printed = frozen_of(each, second).edition("en", None)
    assert printed is not None
    (correction,) = printed.corrections
    assert correction.said == "[en] The plant will cost 5 billion euros."
    assert correction.now == "[en] The plant will cost 7 billion euros."
    assert correction.sent is not None
    assert f"{correction.sent:%Y-%m-%dT%H:%M}" == first.edition.local_time
    clock.move(days=1)
    put(each, "third", "A third plant is planned.")
    third = frozen_of(each, publish_now(each, settings)).edition("en", None)
    assert third is not None
    assert third.corrections == ()  # said once
    last = list(letters(each, settings, tmp_path).values())
    assert len(last) == 1  # one reader; the newest file is the third
    texts = sorted((tmp_path / "box").glob("*.eml"))
    body = text_of(message_from_bytes(texts[1].read_bytes(), policy=default))
    assert body.index("5 billion") < body.index("7 billion") < body.index("Bilbao")


def test_a_trial_takes_nothing_from_the_readers(store: Store, clock: Clock) -> None:
    settings = settings_with()
    settings = settings.model_copy(update={"mail": settings.mail.model_copy(update={"live": True})})
    put(store, "one", "One plant opens.")
    dry = publish_now(store, settings, dry_run=True)
    trial = publish_now(store, settings, to=["boss@news.example"])
    assert (dry.edition.via, dry.outcome) == ("outbox", "1 digest for 1 reader")
    assert (trial.edition.via, trial.outcome) == ("outbox", "done already")  # within a second
    real = publish_now(store, settings)
    assert headlines(store, real) == ["one"]
    assert (real.edition.via, real.edition.name) == ("smtp", "morning")


def test_of_two_that_publish_an_occurrence_one_does(url: str, each: Store, clock: Clock) -> None:
    settings = settings_with()
    put(each, "one", "One plant opens.")
    wanted = issue(each, settings)

    def work(_: int) -> str:
        with open_store(url, clock=clock) as mine:
            return publish(mine, settings, wanted).outcome

    with ThreadPoolExecutor(3) as pool:
        done = sorted(pool.map(work, range(3)))
    assert done == ["1 digest for 1 reader", "done already", "done already"]
    assert len(each.mail.status()) == 1


def test_who_asks_to_stop_keeps_the_edition_due(store: Store) -> None:
    settings = settings_with()
    put(store, "one", "One plant opens.")
    wanted = issue(store, settings)
    found = publish(store, settings, wanted, stop=lambda: True)
    assert "still due" in found.outcome
    assert store.mail.edition(wanted.row.id).state == "due"
    assert store.mail.status() == []
    assert headlines(store, publish(store, settings, wanted)) == ["one"]


def test_readers_who_left_or_bounced_get_nothing(store: Store) -> None:
    settings = settings_with(
        *(
            SubscriberEntry(address=f"{name}@news.example", edition="morning")
            for name in ("stays", "left", "left-another")
        )
    )
    put(store, "one", "One plant opens.")
    store.subscribers.suspend("left@NEWS.example", "unsubscribed", "morning")
    store.subscribers.suspend("left-another@news.example", "unsubscribed", "evening")
    publish_now(store, settings)
    assert {row.address for row in store.mail.status()} == {
        "stays@news.example",
        "left-another@news.example",
    }
    store.subscribers.suspend("stays@news.example", "bounced")
    store.subscribers.suspend("left-another@news.example", "bounced")
    assert publish_now(store, settings_with(name="none")).outcome == "1 digest for 1 reader"


def test_an_edition_without_readers_is_skipped_and_takes_nothing(
    store: Store, clock: Clock
) -> None:
    settings = settings_with()
    store.subscribers.suspend(READER, "unsubscribed", "morning")
    put(store, "one", "One plant opens.")
    assert publish_now(store, settings).outcome == "skipped: no readers"
    store.subscribers.lift(READER)
    clock.move(minutes=1)
    assert headlines(store, publish_now(store, settings)) == ["one"]


def test_each_message_has_its_own_link_and_id(store: Store, tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of the newsroom")
    settings = settings_with(
        *(SubscriberEntry(address=f"r{n}@news.example", edition="morning") for n in range(3))
    )
    mail = MailSettings(
        sender="digest@news.example",
        unsubscribe_url="https://news.example/leave/{token}",
        unsubscribe_mailto="leave@news.example",
        secret_file=str(secret),
    )
    settings = settings.model_copy(update={"mail": mail})
    put(store, "one", "One plant opens.")
    publish_now(store, settings)
    found = letters(store, settings, tmp_path)
    assert len(found) == 3
    links = [str(message["List-Unsubscribe"]) for message in found.values()]
    assert len({*links}) == len({str(m["Message-ID"]) for m in found.values()}) == 3
    for message, link in zip(found.values(), links, strict=True):
        address = link.partition(">")[0].removeprefix("<")
        assert address in text_of(message).replace("\n", "")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "mailto:leave@news.example?subject=unsubscribe%20" in link
        assert message["List-Id"].endswith("<morning.news.example>")
    for one, other in pairwise(found.values()):
        assert text_of(one) != text_of(other)


def test_links_without_a_secret_are_an_error_and_nothing_is_kept(store: Store) -> None:
    settings = settings_with()
    mail = settings.mail.model_copy(update={"unsubscribe_url": "https://x.example/{token}"})
    put(store, "one", "One plant opens.")
    wanted = issue(store, settings)
    with pytest.raises(UsageError, match="need secret_env or secret_file"):
        publish(store, settings.model_copy(update={"mail": mail}), wanted)
    assert store.mail.edition(wanted.row.id).state == "due"


def test_what_another_chipwire_stored_holds_up_nothing(each: Store, clock: Clock) -> None:
    settings = settings_with()
    put(each, "one", "One plant opens.")
    publish_now(each, settings)
    with transaction(each._engine, writes=True) as connection:  # as a later version reads it
        for table, column in ((digests, "digest_json"), (editions, "content_json")):
            content = func.replace(table.c[column], '"kind":"digest"', '"kind":"old"')
            connection.execute(table.update().values({column: content}))
    clock.move(days=1)
    put(each, "one", "One plant opens.\nIt will employ 300 people.")
    put(each, "two", "Another plant opens.")
    put(each, "three", "A third plant opens.")
    with transaction(each._engine, writes=True) as connection:
        third = select(func.max(digests.c.id)).scalar_subquery()
        unreadable = digests.update().where(digests.c.id == third)
        connection.execute(unreadable.values(digest_json="{}"))
    found = publish_now(each, settings)
    assert sorted(headlines(each, found)) == ["one", "two"]
    assert len(found.notes) == 1
    assert "of another chipwire" in found.notes[0]


def test_readers_are_told_what_could_not_be_read_and_no_paths(store: Store, clock: Clock) -> None:
    settings = settings_with()
    put(store, "one", "One plant opens.")
    run = store.work.begin_run("c")
    page = Source(location="https://news.example/gone", kind="url")
    file = Source(location="/srv/desk/pages/broken.html", kind="file")
    store.work.add_items(run, [], [(page, "fetch: HTTP 404"), (file, "/srv/desk is unreadable")])
    store.work.finish_run(run, "done", {}, clock())
    printed = frozen_of(store, publish_now(store, settings)).edition("en", None)
    assert printed is not None
    assert [(note.name, note.reason, note.url) for note in printed.notes] == [
        ("https://news.example/gone", "fetch: HTTP 404", "https://news.example/gone"),
        ("broken.html", "", None),
    ]
    clock.move(days=1)
    put(store, "two", "Two plants open.")
    printed = frozen_of(store, publish_now(store, settings)).edition("en", None)
    assert printed is not None
    assert printed.notes == ()  # that run was told of


PLANT = "The chip plant in Dresden will cost 5 billion euros, the ministry said."
SAME = "The mayor of Dresden says that the chip plant will cost 7 billion euros."


def briefings(store: Store, found: Any) -> list[Any]:
    printed = frozen_of(store, found).edition("en", None)
    assert printed is not None
    return list(printed.briefings)


def test_an_edition_is_frozen_with_what_its_articles_tell_together(
    each: Store, clock: Clock, tmp_path: Any
) -> None:
    settings = settings_with()
    put(each, "one", PLANT, money=("5 billion euros", 5))
    put(each, "two", SAME, money=("7 billion euros", 7))
    put(each, "two-again", SAME, title="News of two", money=("7 billion euros", 7))
    first = publish_now(each, settings)
    (one,) = briefings(each, first)
    assert [source.headline for source in one.sources].count("News of two") == 2
    assert one.news == []
    (letter,) = letters(each, settings, tmp_path).values()
    text = text_of(letter)
    assert text.index("WHAT HAPPENED") < text.index("1. News of")
    assert "News of two" in text
    clock.move(days=1)
    put(each, "three", SAME, title="Costs of Dresden", money=("7 billion euros", 7))
    put(each, "four", "A plant opens in Osaka.")
    (second,) = briefings(each, publish_now(each, settings))
    assert second.previous == one.id
    assert {fact.kind for fact in second.news} <= {"new", "changed", "confirmed"}


def test_a_briefing_takes_two_articles_and_a_config_that_wants_it(store: Store) -> None:
    put(store, "one", PLANT)
    assert briefings(store, publish_now(store, settings_with(name="alone"))) == []
    put(store, "two", SAME)
    assert len(briefings(store, publish_now(store, settings_with(name="both")))) == 1
    assert briefings(store, publish_now(store, settings_with(name="none", briefing=False))) == []
    settings = settings_with(name="some", briefing=True)
    mail = settings.mail.model_copy(update={"briefing": False})
    settings = settings.model_copy(update={"mail": mail})
    assert len(briefings(store, publish_now(store, settings))) == 1


def test_a_story_whose_profile_is_gone_is_told_without_a_briefing(store: Store) -> None:
    for place in ("one", "two"):
        put(store, place, PLANT, story="fusion", title=f"Plasma in {place}")
    found = publish_now(store, settings_with())
    assert briefings(store, found) == []
    assert found.notes == ["no briefing of the story fusion: its profile was not found"]


def test_pictures_are_frozen_and_sent_with_their_words(store: Store, tmp_path: Any) -> None:
    def draw(told: Briefing) -> list[Image]:
        return [Image(name="money", png=png(), alt=f"The sums: {told.title}")]

    put(store, "one", PLANT)
    put(store, "two", SAME)
    settings = settings_with()
    found = publish(store, settings, issue(store, settings), draw=draw)
    printed = frozen_of(store, found).edition("en", None)
    assert printed is not None
    assert [chart.png for chart in printed.charts] == [png()]
    (letter,) = letters(store, settings, tmp_path).values()
    related = letter.get_payload()[1]
    assert related.get_content_type() == "multipart/related"
    html, picture = related.get_payload()
    assert picture.get_content() == png()
    assert picture["Content-ID"] == "<chart-1>"
    assert 'src="cid:chart-1"' in html.get_content()
    assert "[The sums: The AI-chip initiative" in text_of(letter)


def test_a_message_that_pictures_would_make_too_large_goes_without(
    store: Store, tmp_path: Any
) -> None:
    put(store, "one", PLANT)
    put(store, "two", SAME)
    settings = settings_with()
    mail = settings.mail.model_copy(update={"max_bytes": 100_000})
    settings = settings.model_copy(update={"mail": mail})
    noise = Image(name="money", png=bytes(90_000), alt="The sums")
    publish(store, settings, issue(store, settings), draw=lambda _: [noise])
    (letter,) = letters(store, settings, tmp_path).values()
    assert len(letter.as_bytes()) < 100_000
    assert "The sums" not in text_of(letter)
    assert "cid:" not in letter.get_payload()[1].get_content()


def test_charts_are_drawn_for_what_there_is_with_the_same_in_words() -> None:
    pytest.importorskip("matplotlib", reason="chipwire[plots] is not installed")
    found = briefing(sample_digests())
    charts = draw_charts(found)
    assert [chart.name for chart in charts] == ["money", "timeline"]
    assert charts == draw_charts(found)  # to the byte
    money, timeline = charts
    assert found.money[0].values[0].rendered in money.alt
    assert found.timeline[0].text in timeline.alt
    empty = found.model_copy(update={"money": [], "timeline": []})
    assert list(draw_charts(empty)) == []
    html = render_edition(edition([], charts=charts, briefings=[found])).html
    assert html.count(f"briefing {found.id}") == 2  # their last words: nothing is cut
