"""The briefing in the text part."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.render.email.columns import WIDTH, quoted, wrapped
from pipeline.render.email.parts import BriefPart, CitedPart, LinePart, ProofPart, TopicPart
from pipeline.render.phrases import Phrases


def brief_blocks(brief: BriefPart, say: Phrases) -> Iterator[list[str]]:
    """Yield the blocks of a briefing: a heading, its sections, the sources it cites."""
    yield ["-" * WIDTH, *wrapped(brief.title), *wrapped(brief.note)]
    for section in brief.sections:
        yield wrapped(section.title.upper(), "   ")
        for topic in section.topics:
            yield _topic(topic, say)
        yield wrapped(section.more, "   ")
    title = say("Sources of this briefing").upper()
    yield [*wrapped(title, "   "), *(_ for one in brief.cited for _ in _cited(one))]


def _topic(topic: TopicPart, say: Phrases) -> list[str]:
    about = f"{topic.about} ({topic.note})" if topic.note else topic.about
    indent = "   " if about else " "
    lines = wrapped(about, " * ", "   ") if about else []
    for line in topic.lines:
        lines += _line(line, "- " if about else "* ", indent, say)
    return lines + wrapped(topic.more, indent)


def _line(line: LinePart, mark: str, indent: str, say: Phrases) -> list[str]:
    numbers = " ".join(f"[{number}]" for number in dict.fromkeys(p.number for p in line.proofs))
    inner = f"{indent}  "
    lines = wrapped(f"{line.words.text} {numbers}".rstrip(), indent + mark, inner)
    lines += wrapped(f"({line.standing})" if line.standing else "", inner)
    for proof in line.proofs:
        lines += _proof(proof, inner, say)
    lines += wrapped(line.more_proofs, inner)
    for flag in line.flags:
        lines += wrapped(f"! {flag.text}", inner, f"{inner}  ")
    return lines


def _proof(proof: ProofPart, indent: str, say: Phrases) -> list[str]:
    lines: list[str] = []
    if proof.quoted:
        note = f" · {proof.note}" if proof.note else ""
        lines += wrapped(f"[{proof.number}] «{proof.quoted.text}»{note}", indent)
    if proof.words:
        label = say("Original [{number}] ({language})", number=proof.number, language=proof.label)
        lines += wrapped(f"{label}:", indent)
        lines += quoted(proof.words, indent)
    return lines


def _cited(source: CitedPart) -> Iterator[str]:
    yield from wrapped(f"{source.headline.text} · {source.origin}", "   ")
    yield f"[{source.number}] {source.url or source.place}"
