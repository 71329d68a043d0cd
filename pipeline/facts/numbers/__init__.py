"""Numbers: digits and words of any language, with exact places and values."""
