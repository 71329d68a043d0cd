"""Words of a briefing that its records hold in English, in the language that it is written in."""

from __future__ import annotations

from pipeline.briefing_records import Briefing, Conflict, News, Side, Slot
from pipeline.render.phrases import Phrases

_BEHIND = ": "  # between a sum and its value, as the ledger of facts writes them
_DENIED = "denied by "


def answers(briefing: Briefing, say: Phrases) -> str:
    """Say how many sources answered: "7 of 9 sources answered, 1 paywalled, 1 failed"."""
    total = len(briefing.sources) + len(briefing.failures)
    walled = sum(source.input_state == "paywalled" for source in briefing.sources)
    failed = len(briefing.failures)
    read = len(briefing.sources) - walled
    parts = [
        say.ngettext(
            "{count} of {total} sources answered",
            "{count} of {total} sources answered",
            read,
            total=total,
        )
    ]
    parts += [say.ngettext("{count} paywalled", "{count} paywalled", walled)] if walled else []
    parts += [say.ngettext("{count} failed", "{count} failed", failed)] if failed else []
    return ", ".join(parts)


def sum_name(slot: Slot, say: Phrases) -> str:
    """Name a sum: "stake or contribution, G42"."""
    about = [say.of("sum", slot.label), *slot.subject, slot.year or ""]
    return ", ".join(part for part in about if part)


def news_text(news: News, text: str, say: Phrases) -> str:
    """Return what is new, or what was before: "price: $40,000"."""
    if news.fact != "amount":
        return text
    return "; ".join(_amount(piece, say) for piece in text.split("; "))


def _amount(text: str, say: Phrases) -> str:
    label, behind, value = text.partition(_BEHIND)
    return f"{say.of('sum', label)}{behind}{value}" if behind else text


def matter(conflict: Conflict, say: Phrases) -> str:
    """Say what sources differ about: "market size, 2030", "denied by TSMC", a name."""
    if conflict.kind == "value":
        label, behind, year = conflict.about.partition(", ")
        return f"{say.of('sum', label)}{behind}{year}"
    name = conflict.about.removeprefix(_DENIED)
    if conflict.kind == "denial" and name != conflict.about:
        return say("denied by {name}", name=name)
    return conflict.about


def side_text(conflict: Conflict, side: Side, say: Phrases) -> str:
    """Return what a side says; whether somebody holds an office is said in our own words."""
    if conflict.kind != "office":
        return side.text
    name = conflict.about
    sayings = {
        f"{name} has left": say("{name} has left", name=name),
        f"{name} is back": say("{name} is back", name=name),
        f"{name} holds the office": say("{name} holds the office", name=name),
    }
    return sayings.get(side.text, side.text)


def left_out(briefing: Briefing, say: Phrases) -> str:
    """Say what the length left no room for."""
    counts = sorted(briefing.left_out.items())
    items = ", ".join(say.of("left out", name, count=count) for name, count in counts)
    length = say.of("length", briefing.length)
    return say("left out for length ({length}): {items}", length=length, items=items)


def made_by(briefing: Briefing, say: Phrases) -> str:
    """Say which briefing it is, of which story, and which version made it."""
    return say(
        "briefing {id} · story {story} · chipwire {version}",
        id=briefing.id,
        story=briefing.story,
        version=briefing.chipwire,
    )
