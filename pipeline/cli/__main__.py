"""``python -m pipeline.cli``: the same as the command ``chipwire``."""

from pipeline.cli import main

main()
