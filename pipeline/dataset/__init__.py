"""Datasets: one row for each text, in shards of a fixed order, with a card, statistics and quality columns."""
