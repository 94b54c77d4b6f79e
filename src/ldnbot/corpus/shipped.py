"""Where the corpus that comes with ldnbot lies."""

from pathlib import Path

__all__ = ["shipped_corpus"]


def shipped_corpus() -> Path:
    """Return the folder of the shipped corpus: inside the installed package, or of the checkout."""
    package = Path(__file__).parent.parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent.parent / "corpus"
