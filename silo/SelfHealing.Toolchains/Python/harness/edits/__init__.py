"""Every edit worth trying on a set of functions.

Edits are decided on the syntax tree and written as small text edits, so that formatting and comments stay. Four families, each a search with
a published lineage named in its module: `mutation`, `template`, `condition`, `ingredient`.
"""
import ast
from collections import Counter

from . import (condition_changes, condition_guards, condition_none, ingredients, mutation_literals, mutation_operands, mutation_operators,
               template_calls, template_elements, template_extensions, template_keywords, template_names, template_statements)
from .documentation import EXPLAINED
from .forms import forms_of
from .place import Place
from .scope import targets
from .size import edit_size
from .source import FUNCTIONS, Files, Unit

FAMILIES = (mutation_operators, mutation_literals, mutation_operands, template_names, template_calls, template_extensions, template_elements,
            template_statements, template_keywords, condition_changes, condition_guards, condition_none)

# Most edits in all, of one function, and of one operator at one line: the likeliest are kept.
TOTAL, MOST, LEAST, LINE_LIMIT = 14000, 9000, 800, 300
SHARES = {"mutation": 0.3, "template": 0.4, "condition": 0.28, "ingredient": 0.18}


def enumerate_edits(sources, focus, hints):
    """Yields the edits of the focused functions as dictionaries in the shape of `EditAtom`, the likeliest of each function first."""
    files = Files(sources)
    library = ingredients.Library(files)
    seen = set()
    scores = sum(max(0.01, entry.get("score", 1.0)) for entry in focus)
    for place, entry in places(files, focus, hints or {}):
        share = TOTAL * max(0.01, entry.get("score", 1.0)) / scores
        yield from judged(place, library, seen, min(MOST, max(LEAST, share)))


def places(files, focus, hints):
    """The focused functions with their entries, each followed by its nested ones; at module level each focused statement."""
    done = set()
    for entry in focus:
        file = files.get(entry["path"])
        if file is None:
            continue
        name = entry.get("function") or ""
        if name:
            wanted = [n for n in file.functions if n == name] + [n for n in file.functions if n.startswith(name + ".")]
            for each in wanted:
                if (file.path, each) not in done:
                    done.add((file.path, each))
                    function, outermost = file.functions[each]
                    yield Place(Unit(file, outermost), function, each, hints, entry.get("lines"), outermost), entry
            continue
        lines = {int(line) for line in entry.get("lines") or ()}
        for node in file.tree.body:
            if isinstance(node, FUNCTIONS) or node in done or type(node).__name__ in ("Import", "ImportFrom", "ClassDef"):
                continue
            if not lines or any(node.lineno <= line <= node.end_lineno for line in lines):
                done.add(node)
                yield Place(Unit(file, node), node, "", hints, entry.get("lines")), entry
    yield from constants(files, focus, hints, done)


def constants(files, focus, hints, done):
    """Assignments of a module or class whose names the focused functions read: they ran before any test could be watched."""
    for entry in focus:
        file = files.get(entry["path"])
        known = file.functions.get(entry.get("function") or "") if file is not None else None
        if known is None:
            continue
        read = {n.id if isinstance(n, ast.Name) else n.attr for n in ast.walk(known[0]) if isinstance(n, (ast.Name, ast.Attribute)) and isinstance(n.ctx, ast.Load)}
        for owner in [file.tree] + [n for n in file.tree.body if isinstance(n, ast.ClassDef)]:
            for node in owner.body:
                if isinstance(node, (ast.Assign, ast.AnnAssign)) and node not in done and node.value is not None and read & assigned(node):
                    done.add(node)
                    yield Place(Unit(file, node), node, "", hints), dict(entry, score=0.0)


def assigned(node):
    return {name for target in (node.targets if isinstance(node, ast.Assign) else [node.target]) for name in targets(target)}


def proposed(place, library):
    for family in FAMILIES:
        yield from family.proposals(place)
    yield from ingredients.proposals(place, library)


def judged(place, library, seen, limit):
    """The proposals that parse and make a program not made before."""
    path = place.file.path
    forms = forms_of(place.unit)
    seen.add(forms.original)
    for edits, proposal in limited(distinct(place, library), place, limit):
        form = forms.of(edits)
        if form is None or form in seen:
            continue
        seen.add(form)
        yield {
            "edits": [{"path": path, "start": start, "length": length, "replacement": text} for start, length, text in edits],
            "family": proposal.family, "operator": proposal.operator, "line": proposal.line, "function": place.name,
            "before": proposal.before[:300], "after": proposal.after[:300], "size": edit_size(place.file, edits),
            "normalForm": form, "likelihood": round(max(0.01, min(1.0, proposal.likelihood)), 4),
        }


def distinct(place, library):
    """Proposals by their text edits, the likeliest of equal ones, as far as their edits are apart."""
    found = {}
    for proposal in proposed(place, library):
        edits = tuple(sorted(proposal.edits))
        if not apart(edits):
            continue
        agreement = place.documentation.agreement(proposal.before, proposal.after) / EXPLAINED
        proposal = proposal._replace(likelihood=proposal.likelihood * agreement)
        known = found.get(edits)
        if known is None or known.likelihood < proposal.likelihood:
            found[edits] = proposal
    return found


def apart(edits):
    """True when the edits, in order, do not overlap."""
    return all(one[0] + one[1] <= other[0] for one, other in zip(edits, edits[1:]))


def limited(proposals, place, limit):
    """The likeliest proposals at the most suspicious lines, with no line, operator or family taking more than its share."""
    of_line, of_family = Counter(), Counter()
    for edits, proposal in sorted(proposals.items(), key=lambda item: -item[1].likelihood * place.weight(item[1].line)):
        of_line[proposal.line, proposal.operator] += 1
        if of_line[proposal.line, proposal.operator] > LINE_LIMIT or of_family[proposal.family] >= SHARES[proposal.family] * limit:
            continue
        of_family[proposal.family] += 1
        yield edits, proposal
