"""What a function's own documentation says about the code that it should have.

Lineage: the document analysis of ACS (Xiong et al., 2017), here as a weak prior: code that the documentation explains is likelier.
"""
import ast
import re

from .source import FUNCTIONS

QUOTED = re.compile(r"'([^'\n]{0,30})'|\"([^\"\n]{0,30})\"")
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
WORD = re.compile(r"[A-Za-z]{3,}")
CODE = re.compile(r"[A-Za-z_]\w*|\[::-1\]|[%<>=!*/+-]+|\d+")
IGNORED = frozenset("return for not and the list len int str True False None def lambda key".split())
EXPLAINED = 1.2

MEANINGS = {
    "abs": "absolute difference distance closer closest deviation magnitude", "set": "unique distinct different duplicate duplicates once",
    "[::-1]": "reverse reversed backwards palindrome descending", "reverse": "reverse reversed descending decreasing",
    "reversed": "reverse reversed backwards descending", "sorted": "sort sorted order ordered ascending increasing",
    "sort": "sort sorted order ordered ascending", "max": "maximum largest greatest biggest longest highest most",
    "min": "minimum smallest least lowest shortest", "sum": "sum total add", "len": "length count number size", "lower": "lowercase lower case insensitive",
    "upper": "uppercase upper capital case", "isupper": "uppercase upper capital", "islower": "lowercase lower", "isalpha": "letter letters alphabet alphabetical",
    "isdigit": "digit digits number", "int": "integer integers whole", "float": "float floating decimal real", "round": "round rounded nearest",
    "strip": "whitespace spaces trim", "split": "words separated split", "join": "concatenate joined concatenated string", "any": "any exists some contain contains",
    "all": "all every each", "count": "count occurrences times", "append": "list append", "None": "none empty", "%": "even odd divisible multiple remainder modulo",
    "**": "square squared cube power", "*": "product multiply times", "/": "average mean ratio", "//": "integer half floor divide",
    "replace": "replace remove", "ceil": "ceil ceiling upwards", "floor": "floor", "zip": "pair pairs corresponding", "items": "key value pairs",
    "keys": "keys key", "values": "values value", "startswith": "start starts prefix begin begins", "endswith": "end ends suffix", "isinstance": "type integer integers",
}


def documentation_of(*functions):
    texts = [ast.get_docstring(f) for f in functions if isinstance(f, FUNCTIONS) and ast.get_docstring(f)]
    return "\n".join(dict.fromkeys(texts))[:4000]


def documented_constants(text):
    """Quoted texts and numbers that the documentation mentions."""
    found = [a or b for a, b in QUOTED.findall(text)]
    for number in NUMBER.findall(text):
        found.append(float(number) if "." in number else int(number))
    return found


class Documentation:
    """The words of a function's documentation."""

    def __init__(self, text):
        self.text = text
        self.words = {w.lower() for w in WORD.findall(text)}
        self.constants = documented_constants(text)
        self.explained = {code for code, words in MEANINGS.items() if self.words & set(words.split())}

    def agreement(self, before, after):
        """A factor above 1 when the documentation speaks of what the edit adds."""
        if not self.words:
            return 1.0
        for code in set(CODE.findall(after)) - set(CODE.findall(before)):
            if code in self.explained or code not in IGNORED and len(code) > 2 and code.lower() in self.words:
                return EXPLAINED
        return 1.0
