"""How a quote is referred to in running text."""

from ingest.document import Description


def reference(description: Description, labels: tuple[str, ...]) -> str:
    """ "Socialstyrelsen (2020). Titel, s. 5." with the printed labels of its pages."""
    year = description.year or "u.å."
    title = description.title.rstrip(".")
    return f"{description.publisher} ({year}). {title}, s. {'–'.join(labels)}."
