"""Where articles come from: what a user names becomes the sources that it stands for."""

from pipeline.sources.argument import parse_source
from pipeline.sources.canonical import canonical_url
from pipeline.sources.expand import Expansion, expand
from pipeline.sources.recognise import Recognised, recognise
from pipeline.sources.web import web_source

__all__ = [
    "Expansion",
    "Recognised",
    "canonical_url",
    "expand",
    "parse_source",
    "recognise",
    "web_source",
]
