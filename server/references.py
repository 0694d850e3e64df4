"""How a quote is referred to in running text."""

from ingest.document import Description


def reference(description: Description, labels: tuple[str, ...]) -> str:
    """ "Socialstyrelsen (2020). Titel, s. 5." with the printed labels of its pages."""
    return f"{document_reference(description).removesuffix('.')}, s. {'–'.join(labels)}."


def document_reference(description: Description) -> str:
    """ "Socialstyrelsen (2020). Titel." """
    year = description.year or "u.å."
    return f"{description.publisher} ({year}). {description.title.rstrip('.')}."
