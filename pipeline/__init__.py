"""Chinese speeches and official documents → validated TEI → Markdown, HTML, JSON.

    from pipeline import convert, load, render

    result = convert("speech.txt")
    page = render(result.tei, "html")

These three names are the whole Python interface; lxml, Jinja and YAML are loaded when a call needs them.
"""

__version__ = "0.1.0"

from pipeline.convert import Conversion, convert, load, render

__all__ = ["Conversion", "__version__", "convert", "load", "render"]
