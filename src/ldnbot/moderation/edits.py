"""A change to a corpus as a value, and the corpus that it makes.

Everything outside the block, entry or line that a change is about stays byte for byte as it was.
"""

from collections.abc import Iterable

from ldnbot.moderation.lexiconedits import (
    AddConcept,
    AddWord,
    RemoveConcept,
    RemoveWord,
    add_concept,
    add_word,
    remove_concept,
    remove_word,
)
from ldnbot.moderation.passageedits import (
    AddPassage,
    AddSection,
    RemovePassage,
    RemoveSection,
    ReplacePassage,
    add_passage,
    add_section,
    remove_passage,
    remove_section,
    replace_passage,
)
from ldnbot.moderation.questionedits import (
    AddAlsoAsked,
    AddNotCovered,
    AddTestQuestion,
    RemoveAlsoAsked,
    RemoveNotCovered,
    RemoveTestQuestion,
    add_also_asked,
    add_not_covered,
    add_test_question,
    remove_also_asked,
    remove_not_covered,
    remove_test_question,
)
from ldnbot.moderation.referenceedits import (
    AddReference,
    RemoveReference,
    ReplaceReference,
    add_reference,
    remove_reference,
    replace_reference,
)
from ldnbot.moderation.reviewedits import MarkReviewed, mark_reviewed
from ldnbot.moderation.sources import Edited, Sources, within_limits

__all__ = ["Edit", "apply", "apply_all", "title_of"]

Edit = (
    ReplacePassage
    | AddPassage
    | AddSection
    | RemovePassage
    | RemoveSection
    | AddReference
    | ReplaceReference
    | RemoveReference
    | MarkReviewed
    | AddAlsoAsked
    | RemoveAlsoAsked
    | AddNotCovered
    | RemoveNotCovered
    | AddTestQuestion
    | RemoveTestQuestion
    | AddWord
    | RemoveWord
    | AddConcept
    | RemoveConcept
)


def apply(edit: Edit, sources: Sources) -> Edited:
    """Return the corpus with the change made, and what changed besides.

    Raises:
        EditRefused: the change cannot be made as it was asked; what, where, and what to do.
    """
    edited = _applied(edit, sources)
    return Edited(within_limits(sources, edited.sources), edited.said)


def apply_all(edits: Iterable[Edit], sources: Sources) -> Edited:
    """Return the corpus with the changes made one after another: all of them or none.

    Raises:
        EditRefused: one of them cannot be made.
    """
    edited = Edited(sources)
    for edit in edits:
        after = apply(edit, edited.sources)
        edited = Edited(after.sources, (*edited.said, *after.said))
    return edited


def title_of(edit: Edit) -> str:
    """Return one line that says what the change is, for a list of proposals."""
    match edit:
        case ReplacePassage(passage=passage):
            return f"Change {passage}"
        case AddPassage(text=text):
            return f"Add a passage: {_first_words(text)}"
        case AddSection(heading=heading):
            return f"Add the section {heading}"
        case RemovePassage(passage=passage):
            return f"Remove {passage}"
        case RemoveSection(heading_path=path):
            return f"Remove the section {' › '.join(path)}"
        case AddReference(reference=reference):
            return f"Add a reference: {_first_words(reference.title)}"
        case ReplaceReference(key=key):
            return f"Change the reference {key}"
        case RemoveReference(key=key):
            return f"Remove the reference {key}"
        case MarkReviewed(article=article, reviewed=reviewed):
            return f"Mark {article} as reviewed on {reviewed}"
        case AddAlsoAsked(passage=passage, line=line):
            return f"Teach “{_first_words(line)}” to {passage}"
        case RemoveAlsoAsked(passage=passage, line=line):
            return f"Take “{_first_words(line)}” from {passage}"
        case AddNotCovered(line=line):
            return f"Mark “{_first_words(line)}” as not covered"
        case RemoveNotCovered(line=line):
            return f"Mark “{_first_words(line)}” as not covered no more"
        case AddTestQuestion(question=question):
            return f"Test with “{_first_words(question)}”"
        case RemoveTestQuestion(id=id_):
            return f"Test no more with {id_}"
        case AddWord(concept=concept, word=word):
            return f"Add the word {word} to {concept}"
        case RemoveWord(concept=concept, word=word):
            return f"Take the word {word} from {concept}"
        case AddConcept(name=name):
            return f"Add the concept {name}"
        case RemoveConcept(name=name):
            return f"Remove the concept {name}"


def _applied(edit: Edit, sources: Sources) -> Edited:
    match edit:
        case ReplacePassage():
            return replace_passage(edit, sources)
        case AddPassage():
            return add_passage(edit, sources)
        case AddSection():
            return add_section(edit, sources)
        case RemovePassage():
            return remove_passage(edit, sources)
        case RemoveSection():
            return remove_section(edit, sources)
        case AddReference():
            return add_reference(edit, sources)
        case ReplaceReference():
            return replace_reference(edit, sources)
        case RemoveReference():
            return remove_reference(edit, sources)
        case MarkReviewed():
            return mark_reviewed(edit, sources)
        case AddAlsoAsked():
            return add_also_asked(edit, sources)
        case RemoveAlsoAsked():
            return remove_also_asked(edit, sources)
        case AddNotCovered():
            return add_not_covered(edit, sources)
        case RemoveNotCovered():
            return remove_not_covered(edit, sources)
        case AddTestQuestion():
            return add_test_question(edit, sources)
        case RemoveTestQuestion():
            return remove_test_question(edit, sources)
        case AddWord():
            return add_word(edit, sources)
        case RemoveWord():
            return remove_word(edit, sources)
        case AddConcept():
            return add_concept(edit, sources)
        case RemoveConcept():
            return remove_concept(edit, sources)


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
