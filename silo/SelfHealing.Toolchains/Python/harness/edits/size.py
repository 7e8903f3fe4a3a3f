"""How large an edit is: words added count whole, words removed less, as taking away changes less text to read but more meaning."""
from collections import Counter

from .writing import words


def edit_size(file, edits):
    added, removed = Counter(), Counter()
    for start, length, text in edits:
        added.update(words(text))
        removed.update(words(file.text(start, start + length)))
    more, less = sum((added - removed).values()), sum((removed - added).values())
    replaced = min(more, less)
    size = max(more, min(1.0, replaced)) + 0.1 * (less - replaced) + 0.25 * max(0, len(edits) - 1)
    return round(max(1.0, size), 2)
