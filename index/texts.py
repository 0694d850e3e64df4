"""The texts that are embedded: one place, so that the indexes can't drift apart."""

from ingest.document import Description, Passage, Sentence


def passage_text(description: Description, passage: Passage) -> str:
    """A passage with the title and headings that it stands under."""
    context = ". ".join((description.title, *passage.section))
    return f"{context}.\n{passage.text}"


def sentence_text(passage: Passage, sentence: Sentence) -> str:
    """A sentence with the lead-in of its list or the caption of its table."""
    words = passage.text[sentence.start : sentence.end]
    if sentence.lead_in is None:
        return words
    start, end = sentence.lead_in
    return f"{passage.text[start:end]} {words}"
