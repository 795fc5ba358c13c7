"""Measurements of the product at sizes that no province has yet; `python -m bench` runs them all."""
