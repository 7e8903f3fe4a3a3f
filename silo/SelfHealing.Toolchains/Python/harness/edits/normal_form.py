"""The normal form of a patched function: equal for edits that make the same program."""
import ast
import hashlib


def tree_of(text):
    """The unit's syntax tree, or None when the text does not parse."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def digest(path, name, tree):
    parts = [path, name]
    write(tree, parts)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def write(node, parts):
    """Flattens a tree without positions; a good deal faster than `ast.dump`."""
    parts.append(node.__class__.__name__)
    for field in node._fields:
        value = getattr(node, field, None)
        if value is None:
            parts.append("-")
        elif isinstance(value, ast.AST):
            if value._fields:
                write(value, parts)
            else:
                parts.append(value.__class__.__name__)
        elif isinstance(value, list):
            parts.append("[")
            for item in value:
                if isinstance(item, ast.AST):
                    write(item, parts)
                else:
                    parts.append(repr(item))
            parts.append("]")
        else:
            parts.append(repr(value))
