"""How large an edit is: words added count whole, words removed less, as taking away changes less text to read but more meaning."""
from collections import Counter

from .writing import words


def edit_size(file, edits):
    return size_of([(file.text(start, start + length), text) for start, length, text in edits])


def size_of(replacements):
    """The size of replacing each text by another."""
    added, removed, places = Counter(), Counter(), 0
    for old, new in replacements:
        added.update(words(new))
        removed.update(words(old))
        places += 1
    more, less = sum((added - removed).values()), sum((removed - added).values())
    replaced = min(more, less)
    size = max(more, min(1.0, replaced)) + 0.1 * (less - replaced) + 0.25 * max(0, places - 1)
    return round(max(1.0, size), 2)
