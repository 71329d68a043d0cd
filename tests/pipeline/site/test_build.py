"""What building a site writes, where, and how much work it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from lxml import html

from pipeline.errors import UsageError
from pipeline.records import Digest
from pipeline.render.phrases import LOCALE
from pipeline.site import Contents, build_site, of_store
from pipeline.site.folder import MARK, page_name
from pipeline.store import Store, open_store
from tests.pipeline.briefing.makers import brief, page
from tests.pipeline.site.conftest import contents, french_digests, planted
from tests.pipeline.store.makers import article_of, digest_of, page_of


def files(out: Path) -> dict[str, bytes]:
    """Return all files of a site."""
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def links(out: Path) -> Iterator[tuple[str, str]]:
    """Yield each page with the addresses in it."""
    for path in out.rglob("*.html"):
        tree = html.document_fromstring(path.read_bytes().decode())
        for element in tree.xpath("//*[@href or @src]"):
            yield str(path.relative_to(out)), element.get("href") or element.get("src")


def test_every_link_inside_the_site_leads_to_a_sentence(samples_site: Path) -> None:
    ids = {
        path: set(html.parse(path).xpath("//@id"))
        for path in samples_site.rglob("*.html")
    }  # fmt: skip
    checked = 0
    for name, link in links(samples_site):
        target, _, fragment = link.partition("#")
        if target.startswith("http"):
            continue
        path = (samples_site / name).parent / target if target else samples_site / name
        assert path.resolve().is_file(), link
        assert not fragment or fragment in ids[path.resolve()], (name, link)
        checked += bool(fragment)
    assert checked > 300


def test_links_leave_the_site_over_http_alone_and_tell_nobody(tmp_path: Path) -> None:
    bad = planted()[0]
    bad = bad.model_copy(
        update={"source": bad.source.model_copy(update={"final_url": "javascript:alert(1)"})}
    )
    build_site(tmp_path / "out", contents([bad, *planted()[1:]]))
    outside = 0
    for path in (tmp_path / "out").rglob("*.html"):
        tree = html.document_fromstring(path.read_bytes().decode())
        for link in tree.xpath("//a[contains(@href, ':')]"):
            assert link.get("href").startswith("https://")
            assert link.get("rel") == "noopener noreferrer nofollow"
            outside += 1
    assert outside > 3


def test_pages_have_a_strict_policy_and_nothing_inline(planted_site: Path) -> None:
    for path in planted_site.rglob("*.html"):
        tree = html.document_fromstring(path.read_bytes().decode())
        policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert tree.xpath("//script[not(@src)] | //style | //*[@style] | //@onclick") == []


def language(element: html.HtmlElement) -> str:
    """Return the language that is named for an element; empty where it is said to be unknown."""
    line = (element, *element.iterancestors())
    return next(found for one in line if (found := one.get("lang")) is not None)


def own_words(tree: html.HtmlElement, code: str) -> set[str]:
    """Return the texts of a page that are in its language, with the names of its parts."""
    nodes = tree.xpath("//text()[normalize-space()]")
    ours = [node for node in nodes if language(node.getparent()) == code]
    return {" ".join(text.split()) for text in (*ours, *tree.xpath("//@aria-label"))}


def test_a_site_in_french_has_french_labels_alone(french_site: Path) -> None:
    with (LOCALE / "fr" / "LC_MESSAGES" / "chipwire.po").open("rb") as stream:
        pairs = {(m.id, m.string) for m in read_po(stream) if m.id and not m.pluralizable}
    french = {shown for _, shown in pairs}
    english = {said for said, _ in pairs} - french
    checked = 0
    for path in french_site.rglob("*.html"):
        tree = html.document_fromstring(path.read_bytes().decode())
        assert (tree.get("lang"), tree.get("dir")) == ("fr", "ltr")
        words = own_words(tree, "fr")
        assert words & english == set(), path
        assert len(words & french) > 8, path
        checked += 1
    assert checked > 15


def test_flags_are_in_the_language_of_the_site_or_named_as_english(french_site: Path) -> None:
    page = french_site / "articles" / f"{french_digests()[0].id}.html"
    tree = html.document_fromstring(page.read_bytes().decode())
    told = {(language(d), " ".join(d.text_content().split())) for d in tree.find_class("doubt")}
    french = "▲ montré dans l’original : aucune traduction n’a passé les contrôles (nombres)"
    assert ("fr", french) in told
    assert ("en", "▲ a new flag") in told


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    build_site(tmp_path / "one", contents(planted()))
    build_site(tmp_path / "two", contents(list(reversed(planted()))))
    build_site(tmp_path / "three", contents(planted()))
    assert files(tmp_path / "one") == files(tmp_path / "three")
    build_site(tmp_path / "two", contents(planted()))  # over an earlier build
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_pages_that_are_gone_are_removed_and_other_files_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_site(out, contents(planted()))
    (out / "CNAME").write_text("news.example")
    (out / "articles" / "Notes of ours.html").write_text("kept")
    build_site(out, contents(planted()[:1]))
    left = sorted(path.name for path in (out / "articles").iterdir())
    assert left == sorted(["Notes of ours.html", f"{planted()[0].id}.html"])
    assert (out / "CNAME").read_text() == "news.example"


@pytest.mark.parametrize("name", ["index.html", "articles/mine.html", "feed.xml"])
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("mine")
    with pytest.raises(UsageError, match="name another folder"):
        build_site(tmp_path, contents(planted()))
    assert place.read_text() == "mine"
    assert not (tmp_path / MARK).exists()


@pytest.mark.parametrize("name", ["articles", "index.html", "static"])
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    out = tmp_path / "out"
    build_site(out, contents(planted()[:1]))
    target = out / name
    target.rename(tmp_path / "moved")
    target.symlink_to(outside)
    with pytest.raises(UsageError, match="is a link"):
        build_site(out, contents(planted()))
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("identity", ["../../x", "a/b", "", "A" * 300, "\ud800", "con fig"])
def test_no_id_names_a_place_outside(identity: str) -> None:
    assert re.fullmatch("[0-9a-f]{16}", page_name(identity))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError):
        build_site(tmp_path / "file", contents(planted()))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db") as opened:
        yield opened


def put(store: Store, name: str, text: str, statement: str = "It is so.") -> Digest:
    """Store a digest of a text at an address."""
    location = f"https://news.example/{name}"
    article = article_of(text, f"Titre {name}")
    digest = digest_of(article, statement=statement)
    source = digest.source.model_copy(update={"location": location, "final_url": location})
    digest = digest.model_copy(update={"source": source})
    store.put_digest(store.put_article(page_of(location), article).id, digest)
    return digest


def shown(store: Store) -> Contents:
    return of_store(store, "Chips", "chip-initiative", "en")


def test_a_store_without_a_briefing_shows_its_articles(store: Store, tmp_path: Path) -> None:
    put(store, "a", "Une usine.")
    build_site(tmp_path / "out", shown(store))
    index = (tmp_path / "out" / "index.html").read_text()
    assert "no briefing" in index
    assert "Titre a" in index
    assert not (tmp_path / "out" / "money.html").exists() or "none" in index


def test_an_article_read_again_is_listed_once_and_its_old_page_stays(
    store: Store, tmp_path: Path
) -> None:
    old = put(store, "a", "Une usine.")
    new = put(store, "a", "Deux usines.")
    build_site(tmp_path / "out", shown(store))
    out = tmp_path / "out"
    assert f"{old.id}.html" not in (out / "articles.html").read_text()
    assert f"{new.id}.html" in (out / "articles.html").read_text()
    assert "an earlier reading" in (out / "articles" / f"{old.id}.html").read_text()
    assert (out / "search-index.js").read_text().count("articles/") == 1
    assert (out / "feed.xml").read_text().count("<entry") == 1


def test_the_archive_has_every_briefing_and_the_story_the_newest(
    store: Store, tmp_path: Path
) -> None:
    put(store, "a", "Une usine.")
    made = [
        brief({f"news.example/{day}": page("en", f"2024-02-{day:02}", f"Day {day}", text)})
        for day, text in ((1, "OpenAI seeks $5 billion."), (9, "OpenAI seeks $7 billion."))
    ]
    older = [made[0].model_copy(update={"id": f"{number:012x}"}) for number in range(9)]
    for briefing in (*older, *made):
        store.put_briefing(briefing)
    built = build_site(tmp_path / "out", shown(store))
    assert built.briefings == 11
    out = tmp_path / "out"
    pages = {path.stem for path in (out / "briefings").iterdir()}
    assert pages == {one.id for one in (*older, *made)}
    assert made[1].id in (out / "index.html").read_text()
    archive = (out / "briefings.html").read_text()
    assert archive.index(made[1].id) < archive.index(made[0].id)


def test_work_is_in_step_with_the_number_of_digests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import event

    def work(count: int) -> dict[str, float]:
        seen: dict[str, float] = {"queries": 0, "read": 0}
        with open_store(tmp_path / f"{count}.db") as store:
            for number in range(count):
                put(store, str(number), f"Usine {number}.")

            def counted(read: Callable[[], Digest]) -> Callable[[], Digest]:
                def reading() -> Digest:
                    seen["read"] += 1
                    return read()

                return reading

            def ask(*_: object) -> None:
                seen["queries"] += 1

            event.listen(store._engine, "before_cursor_execute", ask)
            whole = shown(store)
            entries = whole.entries
            contents = whole._replace(
                entries=lambda: (one._replace(read=counted(one.read)) for one in entries())
            )
            build_site(tmp_path / str(count), contents)
        pages = len(list((tmp_path / str(count) / "articles").iterdir()))
        index = (tmp_path / str(count) / "search-index.js").stat().st_size
        return {**seen, "pages": pages, "index": index}

    few, many = work(50), work(200)
    assert (few["read"], many["read"]) == (50, 200)
    assert (few["pages"], many["pages"]) == (50, 200)
    assert many["queries"] <= 4 * few["queries"]
    assert many["index"] < 4.2 * few["index"]
