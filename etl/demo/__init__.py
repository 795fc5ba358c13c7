"""Illustrative returns as real workbooks, from a seed: invented, and marked so wherever they go."""
