"""The English words for the values of records, and other words that our data bring in English.

The name of a table is the context of its words in the catalogues.
"""

from __future__ import annotations


def pgettext_noop(_context: str, text: str) -> str:
    """Return a text as it is: for Babel, which finds here what is looked up later."""
    return text


LABELS: dict[str, dict[str, str]] = {
    "status": {
        "translated": pgettext_noop("status", "translated"),
        "condensed": pgettext_noop("status", "condensed"),
        "verbatim": pgettext_noop("status", "verbatim"),
    },
    "modality": {  # "says: Bloomberg"
        "asserted": pgettext_noop("modality", "says"),
        "reported": pgettext_noop("modality", "reported"),
        "conditional": pgettext_noop("modality", "conditional, not confirmed"),
        "planned": pgettext_noop("modality", "planned"),
        "denied": pgettext_noop("modality", "denied"),
        "hedged": pgettext_noop("modality", "uncertain"),
    },
    "claim": {
        "asserted": pgettext_noop("claim", "asserted: {names}"),
        "reported": pgettext_noop("claim", "reported: {names}"),
        "conditional": pgettext_noop("claim", "conditional: {names}"),
        "planned": pgettext_noop("claim", "planned: {names}"),
        "denied": pgettext_noop("claim", "denied: {names}"),
        "hedged": pgettext_noop("claim", "hedged: {names}"),
    },
    "firmness": {  # of a claim that nobody is named for
        "asserted": pgettext_noop("firmness", "asserted"),
        "reported": pgettext_noop("firmness", "reported"),
        "conditional": pgettext_noop("firmness", "conditional"),
        "planned": pgettext_noop("firmness", "planned"),
        "denied": pgettext_noop("firmness", "denied"),
        "hedged": pgettext_noop("firmness", "hedged"),
    },
    "note": {  # beside an amount
        "up to": pgettext_noop("note", "up to"),
        "about": pgettext_noop("note", "about"),
        "more than": pgettext_noop("note", "more than"),
        "less than": pgettext_noop("note", "less than"),
        "at least": pgettext_noop("note", "at least"),
        "long": pgettext_noop("note", "long scale"),
        "short": pgettext_noop("note", "short scale"),
        "local": pgettext_noop("note", "local unit"),
    },
    "scale": {
        "long": pgettext_noop("scale", "long scale"),
        "short": pgettext_noop("scale", "short scale"),
        "local": pgettext_noop("scale", "local scale"),
    },
    "news": {
        "new": pgettext_noop("news", "new"),
        "changed": pgettext_noop("news", "changed"),
        "confirmed": pgettext_noop("news", "confirmed by another source"),
    },
    "news kind": {
        "new": pgettext_noop("news kind", "new"),
        "changed": pgettext_noop("news kind", "changed"),
        "confirmed": pgettext_noop("news kind", "confirmed"),
        "withdrawn": pgettext_noop("news kind", "withdrawn"),
        "corrected": pgettext_noop("news kind", "corrected"),
    },
    "order": {
        "contradiction": pgettext_noop("order", "contradiction"),
        "update": pgettext_noop("order", "update"),
        "undated": pgettext_noop("order", "difference; not all sources are dated"),
        "scale slip": pgettext_noop("order", "probably a slip of scale"),
    },
    "difference": {  # the same, in briefings that are no mails
        "contradiction": pgettext_noop("difference", "contradiction"),
        "update": pgettext_noop("difference", "update"),
        "undated": pgettext_noop("difference", "difference; not all sources are dated"),
        "scale slip": pgettext_noop("difference", "probable scale slip"),
    },
    "standing": {
        "done": pgettext_noop("standing", "done"),
        "reported": pgettext_noop("standing", "reported"),
        "planned": pgettext_noop("standing", "planned"),
        "denied": pgettext_noop("standing", "denied"),
    },
    "state": {
        "teaser": pgettext_noop("state", "only a teaser"),
        "paywalled": pgettext_noop("state", "paywalled"),
        "script shell": pgettext_noop("state", "page without text"),
        "video": pgettext_noop("state", "video or podcast page"),
        "live blog": pgettext_noop("state", "live blog"),
        "index": pgettext_noop("state", "index page"),
        "error": pgettext_noop("state", "error page"),
    },
    "input state": {  # the same, in fewer words
        "teaser": pgettext_noop("input state", "teaser"),
        "paywalled": pgettext_noop("input state", "paywalled"),
        "script shell": pgettext_noop("input state", "script shell"),
        "video": pgettext_noop("input state", "video"),
        "live blog": pgettext_noop("input state", "live blog"),
        "index": pgettext_noop("input state", "index"),
        "error": pgettext_noop("input state", "error"),
    },
    "precision": {
        "day": pgettext_noop("precision", "day"),
        "month": pgettext_noop("precision", "month"),
        "season": pgettext_noop("precision", "season"),
        "year": pgettext_noop("precision", "year"),
        "span": pgettext_noop("precision", "span"),
        "decade": pgettext_noop("precision", "decade"),
    },
    "exact date": {  # the same, in a column of its own
        "day": pgettext_noop("exact date", "day"),
        "month": pgettext_noop("exact date", "month"),
        "season": pgettext_noop("exact date", "season or quarter"),
        "year": pgettext_noop("exact date", "year"),
        "span": pgettext_noop("exact date", "several days"),
        "decade": pgettext_noop("exact date", "decade"),
    },
    "exact to": {
        "month": pgettext_noop("exact to", "exact to the month"),
        "season": pgettext_noop("exact to", "exact to the season"),
        "year": pgettext_noop("exact to", "exact to the year"),
        "span": pgettext_noop("exact to", "exact to the span"),
        "decade": pgettext_noop("exact to", "exact to the decade"),
    },
    "deed": {
        "says": pgettext_noop("deed", "says"),
        "denies": pgettext_noop("deed", "denies"),
    },
    "deed count": {
        "says": pgettext_noop("deed count", "says: {count}"),
        "denies": pgettext_noop("deed count", "denies: {count}"),
    },
    "deed sign": {
        "named": pgettext_noop("deed sign", "is named"),
        "says": pgettext_noop("deed sign", "is quoted"),
        "denies": pgettext_noop("deed sign", "denies something"),
    },
    "column": {  # of the tables of charts
        "sum": pgettext_noop("column", "Sum"),
        "value": pgettext_noop("column", "Value"),
        "words": pgettext_noop("column", "In the words of the sources"),
        "by": pgettext_noop("column", "Reported by"),
        "cited": pgettext_noop("column", "Citing"),
        "days": pgettext_noop("column", "Days"),
        "origins": pgettext_noop("column", "Origins"),
        "note": pgettext_noop("column", "Note"),
        "date": pgettext_noop("column", "Date"),
        "precision": pgettext_noop("column", "Precision"),
        "standing": pgettext_noop("column", "Standing"),
        "event": pgettext_noop("column", "Event"),
        "actor": pgettext_noop("column", "Actor"),
        "roles": pgettext_noop("column", "Roles"),
        "sources": pgettext_noop("column", "Sources"),
        "deed": pgettext_noop("column", "What"),
        "text": pgettext_noop("column", "Sentence"),
    },
    "length": {
        "short": pgettext_noop("length", "short"),
        "medium": pgettext_noop("length", "medium"),
        "long": pgettext_noop("length", "long"),
    },
    "left out": {  # of a section of a briefing
        "clusters": pgettext_noop("left out", "{count} of clusters"),
        "money": pgettext_noop("left out", "{count} of money"),
        "timeline": pgettext_noop("left out", "{count} of timeline"),
        "actors": pgettext_noop("left out", "{count} of actors"),
        "conflicts": pgettext_noop("left out", "{count} of conflicts"),
        "news": pgettext_noop("left out", "{count} of news"),
        "statements": pgettext_noop("left out", "{count} of statements"),
    },
    "check": {  # that a translation failed
        "numbers": pgettext_noop("check", "numbers"),
        "names": pgettext_noop("check", "names"),
        "negation": pgettext_noop("check", "negation"),
        "language": pgettext_noop("check", "language"),
        "length": pgettext_noop("check", "length"),
        "loops": pgettext_noop("check", "loops"),
        "dates": pgettext_noop("check", "dates"),
        "attribution": pgettext_noop("check", "attribution"),
        "modality": pgettext_noop("check", "modality"),
        "terms": pgettext_noop("check", "terms"),
        "leak": pgettext_noop("check", "leak"),
    },
    "role": {  # those of the story profiles that come with chipwire; others stay as they are
        role: role
        for role in (
            pgettext_noop("role", "critic"),
            pgettext_noop("role", "customer"),
            pgettext_noop("role", "designer"),
            pgettext_noop("role", "financier"),
            pgettext_noop("role", "foundry"),
            pgettext_noop("role", "initiator"),
            pgettext_noop("role", "issuer"),
            pgettext_noop("role", "legislator"),
            pgettext_noop("role", "memory supplier"),
            pgettext_noop("role", "project"),
            pgettext_noop("role", "regulator"),
            pgettext_noop("role", "rival"),
            pgettext_noop("role", "source"),
            pgettext_noop("role", "supplier"),
        )
    },
    "sum": {  # what an amount is, as the slots of briefings call it
        label: label
        for label in (
            pgettext_noop("sum", "sum sought"),
            pgettext_noop("sum", "stake or contribution"),
            pgettext_noop("sum", "price"),
            pgettext_noop("sum", "cost of one plant"),
            pgettext_noop("sum", "public money"),
            pgettext_noop("sum", "market size"),
            pgettext_noop("sum", "chip sales"),
            pgettext_noop("sum", "valuation"),
            pgettext_noop("sum", "funding round"),
            pgettext_noop("sum", "investment of a year"),
            pgettext_noop("sum", "size of a fund"),
            pgettext_noop("sum", "loss"),
            pgettext_noop("sum", "revenue"),
            pgettext_noop("sum", "debt"),
            pgettext_noop("sum", "fine"),
        )
    },
}
