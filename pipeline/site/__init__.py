"""The archive site: a folder of static pages over the TEI of a run, with lists, search, feeds and downloads."""
