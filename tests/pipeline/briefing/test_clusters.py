"""Articles that tell one event stand together, in whatever language."""

from __future__ import annotations

from pipeline.briefing.copies import first_copies
from tests.evaluation.story import GOAL, b_cubed, clustered, labelled, read_all
from tests.pipeline.briefing.makers import brief, page

AGENCY = (
    "Intel will open a plant in Leixlip next year and hire 1,600 people, the company said. "
    "The plant makes chips for cars and cost more than was planned. "
    "The minister called it a good day for Ireland and thanked the workers."
)


def test_the_labelled_set_is_clustered_at_least_as_well_as_is_promised() -> None:
    articles = labelled()
    reads = read_all(articles)
    gold = [article.event for article in articles]
    assert len(reads) == len(articles) >= 60
    assert len(set(gold)) == 12
    assert len({read.source.language for read in reads}) == 6
    assert b_cubed(gold, clustered(reads)).f1 >= GOAL


def test_b_cubed_is_reckoned_as_its_authors_do() -> None:
    gold = list("aaaaabbbbb")
    together = b_cubed(gold, [list(range(10))])
    alone = b_cubed(gold, [[i] for i in range(10)])
    assert (together.precision, together.recall) == (0.5, 1.0)
    assert (round(alone.precision, 3), round(alone.recall, 3)) == (1.0, 0.2)


def test_agency_copy_counts_as_one_origin_however_many_print_it() -> None:
    made = brief(
        {
            "a.example/1": page("en", "2024-03-04", "Intel opens plant in Ireland", AGENCY),
            "b.example/1": page("en", "2024-03-04", "Ireland gets a chip plant", AGENCY),
            "c.example/1": page(
                "en", "2024-03-05", "New Intel plant", AGENCY + " Shops in Leixlip are glad of it."
            ),
        }
    )
    (cluster,) = made.clusters
    assert (len(cluster.sources), cluster.origins) == (3, 1)
    assert (len(cluster.lead.proofs), cluster.lead.origins) == (3, 1)
    assert len({source.origin for source in made.sources}) == 1


def test_an_agency_in_the_byline_is_the_origin() -> None:
    other = (
        "In Leixlip, Intel is to start a new plant that makes chips for cars, and to hire 1,600."
    )
    made = brief(
        {
            "a.example/1": page("en", "2024-03-04", "Intel opens plant", AGENCY, author="Reuters"),
            "b.example/1": page(
                "en", "2024-03-04", "Intel opens Irish plant", other, author="Reuters"
            ),
        }
    )
    assert {source.origin for source in made.sources} == {"Reuters"}


def test_texts_that_share_little_or_are_too_short_are_no_copies() -> None:
    assert first_copies([AGENCY, AGENCY.upper(), "x", "x", "", AGENCY[::-1]]) == [0, 0, 2, 3, 4, 5]


def test_the_same_words_half_a_year_later_are_another_event() -> None:
    told = "Samsung said that its plant in {} stood still after a power cut and lost wafers."
    first = page("en", "2024-01-10", "Power cut at Samsung", told.format("Pyeongtaek"))
    second = page("en", "2024-07-10", "Samsung hit by power cut", told.format("Austin"))
    made = brief({"a.example/1": first, "a.example/2": second})
    assert [cluster.first for cluster in made.clusters] == ["2024-01-10", "2024-07-10"]
    assert all(cluster.origins == 1 for cluster in made.clusters)
