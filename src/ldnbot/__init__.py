"""ldnbot answers questions about low-dose naltrexone with quoted, cited passages."""

__all__ = ["__version__"]

__version__ = "0.1.0"
