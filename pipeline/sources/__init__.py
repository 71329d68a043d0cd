"""Where articles come from: what a user names on the command line becomes a ``Source``."""

from pipeline.sources.argument import parse_source

__all__ = ["parse_source"]
