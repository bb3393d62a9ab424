"""Everything that converting needs, loaded once in the process that new workers are forked from."""

from pipeline import convert, stages, work
from pipeline.tei import build, validate, view
from pipeline.writers import index, script, templates

__all__ = ["build", "convert", "index", "script", "stages", "templates", "validate", "view", "work"]
