"""Adapters of the embedded language model, and the recipes that made them."""
