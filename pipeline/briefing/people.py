"""Who is who: the actors of all articles, their roles over time, what they say and deny."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.briefing.cues import belonging
from pipeline.briefing.reading import Read, Told
from pipeline.briefing.support import Sources
from pipeline.briefing_records import Proof, Role, Saying, Who
from pipeline.records import Actor

_Place = tuple[Read, Actor]


def who_is_who(reads: Sequence[Read], sources: Sources) -> list[Who]:
    """Return the actors, those in most articles first."""
    places: dict[str, list[_Place]] = defaultdict(list)
    for read in reads:
        for actor in read.digest.facts.actors:
            places[actor.id].append((read, actor))
    found = [_who(found, sources) for found in places.values()]
    return sorted(found, key=lambda who: (not who.known, -len(who.sources), -who.mentions))


def _who(places: Sequence[_Place], sources: Sources) -> Who:
    _, actor = places[0]
    sayings = [saying for read, one in places for saying in _sayings(read, one)]
    return Who(
        id=actor.id,
        name=actor.name,
        type=actor.type,
        known=actor.known,
        sources=[read.id for read, _ in places],
        mentions=sum(len(one.mentions) for _, one in places),
        roles=_roles(places, sources),
        said=[saying for denied, saying in sayings if not denied],
        denied=[saying for denied, saying in sayings if denied],
    )


def _roles(places: Sequence[_Place], sources: Sources) -> list[Role]:
    """Return the roles and titles with their proofs, in the order of their days."""
    proofs: dict[str, list[Proof]] = defaultdict(list)
    for read, actor in places:
        for text, sentence in _shown_as(actor):
            told = _sentence(read, sentence)
            if told is not None and told.proof not in proofs[text]:
                proofs[text].append(told.proof)
    found = []
    for text, shown in proofs.items():
        days = sources.days(shown)
        first, last = (days[0], days[-1]) if days else (None, None)
        found.append(Role(text=text, first=first, last=last, proofs=shown))
    return sorted(found, key=lambda role: (role.first or "9999", -len(role.proofs)))


def _shown_as(actor: Actor) -> Iterator[tuple[str, int]]:
    """Yield what an actor is in an article: by the story, by its title, by what it does there."""
    if actor.known and actor.mentions:
        yield actor.role, actor.mentions[0].sentence
    for title in actor.titles:
        yield title.text, title.sentence
    for role in actor.roles:
        yield role.role, role.sentence


def _sayings(read: Read, actor: Actor) -> Iterator[tuple[bool, Saying]]:
    """Yield what an actor says in an article, a sentence once, and whether it is a denial."""
    quoted = {q.sentence for q in read.digest.facts.quotes if q.speaker_id == actor.id}
    for told in read.told:
        if told.sentence.index in quoted or speaks(told, actor):
            yield (
                told.denied,
                Saying(
                    text=told.shown.text if told.shown else told.sentence.text,
                    published=read.source.published,
                    proof=told.proof,
                ),
            )


def speaks(told: Told, actor: Actor) -> bool:
    """Say whether a sentence is attributed to an actor: "TSMC", "le fondeur taïwanais TSMC".

    Who belongs to somebody is somebody else: "un cadre de TSMC" is not TSMC.
    """
    if told.claim is None:
        return False
    if any(voice.actor_id == actor.id for voice in told.claim.chain):
        return True
    names = {mention.text for mention in actor.mentions if mention.sentence == told.sentence.index}
    return any(
        _apart(speaker.removesuffix(name))
        for speaker in told.claim.attributed_to
        for name in {actor.name, *names}
        if speaker.endswith(name)
    )


def _apart(before: str) -> bool:
    """Say whether a name is not bound to the words before it by "of", "at", "from"."""
    words = before.casefold().replace("’", "'").split()
    return not words or (words[-1] not in belonging() and not words[-1].endswith("'"))


def _sentence(read: Read, index: int) -> Told | None:
    return read.told[index] if 0 <= index < len(read.told) else None
