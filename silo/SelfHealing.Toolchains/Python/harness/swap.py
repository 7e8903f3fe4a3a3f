"""Puts patched functions into the living program by replacing the code of their function objects.

Only what a function does when it is called can be swapped. Everything that happened when the module was
imported (constants, decorators, default values that are not constants, functions that ran then) needs an
import of the patched file instead: those patches are answered with Cold, and cost a process of their own.
"""
import ast
import gc
import os
import types

from . import patching, ticks
from .definitions import SourceFile

FUTURES = 0x01FF0000  # the compiler flags of `from __future__` imports


class Cold(Exception):
    """The patch cannot be swapped in; the message says why."""


class Invalid(Exception):
    """The patched source does not parse, or the edits do not fit."""


class Paths:
    """Which file of the repository code comes from."""

    def __init__(self, root):
        self.root = root
        self.paths = {}

    def path_of(self, code):
        """The code's file, below the root; None for code from elsewhere."""
        name = code.co_filename
        if name not in self.paths:
            full = os.path.realpath(name)
            inside = full.startswith(self.root + os.sep) and not name.startswith("<")  # as <string> and <frozen …> do
            self.paths[name] = full[len(self.root) + 1:] if inside else None
        return self.paths[name]


class Program(Paths):
    """The living program's functions, indexed once, before any fork that swaps."""

    def __init__(self, root):
        super().__init__(root)
        self.files = {}
        self.functions = {}
        self.loaded = set()
        self.running = set()
        self.executed = set()
        self.indexed = False

    def index(self, executed):
        """Finds the functions; `executed` is the code that ran while the program was imported."""
        self.indexed = True
        for thing in gc.get_objects():
            if type(thing) is types.FunctionType:
                path = self.path_of(thing.__code__)
                if path is not None:
                    self.loaded.add(path)
                    self.functions.setdefault(key_of(path, thing.__code__), []).append(thing)
            elif type(thing) in (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType):
                code = getattr(thing, "gi_code", None) or getattr(thing, "cr_code", None) or getattr(thing, "ag_code", None)
                path = self.path_of(code) if code is not None else None
                if path is not None:
                    self.running.add(key_of(path, code))
        for code in executed:
            path = self.path_of(code)
            if path is not None:
                self.loaded.add(path)
                self.executed.add(key_of(path, code))

    def file(self, path):
        """The base revision's file, parsed. Read before any candidate wrote to it."""
        if path not in self.files:
            content = patching.read_bytes(patching.resolve(self.root, path))
            try:
                self.files[path] = SourceFile(content)
            except (SyntaxError, ValueError, RecursionError):
                self.files[path] = None
        return self.files[path]

    def plan(self, edits):
        """The swaps that make the patch, or Cold or Invalid."""
        swaps = []
        for path, group in patching.by_path(edits).items():
            source = self.file(path)
            if source is None:
                raise Cold("the file does not parse yet")
            swaps.extend(self.plan_file(path, source, group))
        return swaps

    def plan_file(self, path, source, edits):
        groups = assign(source, edits)
        if groups is None or b"coding" in source.content[:200]:
            compile_file(path, patching.apply(source.content, edits))
            raise Cold("the edit is outside of functions")
        swaps = []
        for definition, group in groups:
            try:
                swaps.append(self.swap_of(path, source, definition, group))
            except SyntaxError:
                compile_file(path, patching.apply(source.content, edits))
                raise Cold("the edit changes more than one function")
        return swaps

    def swap_of(self, path, source, definition, edits):
        """Everything about one function that the patch changes."""
        node, tree = parse(source, definition, edits)
        base = definition.node
        if definition.head is None:
            definition.head = signature(base)
        if signature(node) != definition.head:
            raise Cold("the edit changes the function's signature or decorators")
        defaults = changed_defaults(base, node)
        owner = (path, definition.first_line, definition.name)
        live = self.functions.get(owner, [])
        if not live and path not in self.loaded:
            return Swap([], owner, None)  # not imported yet: the import will find the patched file
        flags = live[0].__code__.co_flags & FUTURES if live else 0
        filename = live[0].__code__.co_filename if live else os.path.join(self.root, path)
        if self.ran_at_import(path, definition):
            self.refuse_changes_that_ran(source, definition, tree, path, filename, flags)
        code = find(compile(ticks.instrument(tree), filename, "exec", flags, True), definition)
        codes = [(owner, code)] if live else []
        codes.extend(self.nested_codes(path, source, definition, filename, flags, code))
        if not codes:
            raise Cold("the function is not alive in the program")
        for key, new in codes:
            if any(function.__code__.co_freevars != new.co_freevars for function in self.functions[key]):
                raise Cold("the edit changes what the function closes over")
        return Swap(codes, owner, defaults)

    def narrow(self, edit):
        """The edit without what it leaves as it is, where it spans more than a function."""
        source = self.file(edit["path"])
        return edit if source is None or any(source.enclosing(edit["start"], edit["length"])) else patching.narrow(source.content, edit)

    def do(self, swap):
        """Puts the code into every function object that had the old one. Gives what put_back takes, last change first."""
        before = []
        for key, code in swap.codes:
            for function in self.functions[tuple(key)]:
                before.insert(0, (function, function.__code__, function.__defaults__, function.__kwdefaults__))
                function.__code__ = code
        if swap.defaults:
            for function in self.functions[tuple(swap.owner)]:
                before.insert(0, (function, function.__code__, function.__defaults__, function.__kwdefaults__))
                put_defaults(function, *swap.defaults)
        return before

    @staticmethod
    def put_back(before):
        for function, code, defaults, keyword in before:
            function.__code__ = code
            function.__defaults__ = defaults
            function.__kwdefaults__ = keyword

    def live(self, path, definition):
        return self.functions.get((path, definition.first_line, definition.name), [])

    def keys_within(self, keys, path, definition):
        return [key for key in keys if key[0] == path and definition.first_line <= key[1] <= definition.last_line]

    def ran_at_import(self, path, definition):
        if self.keys_within(self.running, path, definition):
            raise Cold("a generator of the function is alive")
        return bool(self.keys_within(self.executed, path, definition))

    def refuse_changes_that_ran(self, source, definition, tree, path, filename, flags):
        """Code that ran at import has left its marks already; its nested functions may still be swapped."""
        new = find(compile(tree, filename, "exec", flags, True), definition)
        old = self.compiled(source, definition, filename, flags)
        for before, after in nested_pairs(old, new):
            if key_of(path, before) in self.executed and shape(before) != shape(after):
                raise Cold("the function ran when its module was imported")

    def compiled(self, source, definition, filename, flags):
        _, tree = parse(source, definition, [])
        return find(compile(tree, filename, "exec", flags, True), definition)

    def nested_codes(self, path, source, definition, filename, flags, code):
        """Closures that are alive already keep the code they were made with: they are swapped one by one."""
        owner = (path, definition.first_line, definition.name)
        inner = [key for key in self.keys_within(self.functions, path, definition) if key != owner]
        if not inner:
            return []
        old = self.compiled(source, definition, filename, flags)
        matched = {key_of(path, before): after for before, after in nested_pairs(old, code)}
        if any(key not in matched for key in inner):
            raise Cold("a closure that is alive has no counterpart after the edit")
        return [(key, matched[key]) for key in inner]


class Swap:
    """New code by the key of the functions that get it, and constant defaults for the outermost of them."""

    def __init__(self, codes, owner, defaults):
        self.codes = codes
        self.owner = owner
        self.defaults = defaults


def key_of(path, code):
    return path, code.co_firstlineno, code.co_name


def assign(source, edits):
    """The edits of each function, or None when one lies outside of all."""
    chosen = {}
    for edit in edits:
        options = list(source.enclosing(edit["start"], edit["length"]))
        if not options:
            return None
        # At a seam, indented text continues the function before it.
        definition = options[0] if len(options) == 1 or edit["replacement"][:1] in (" ", "\t") else options[-1]
        chosen.setdefault(id(definition), (definition, []))[1].append(edit)
    return list(chosen.values())


def parse(source, definition, edits):
    """The patched function, parsed at its own lines inside its own classes."""
    shifted = [dict(edit, start=edit["start"] - definition.start) for edit in edits]
    segment = patching.apply(source.content[definition.start:definition.end], shifted).decode("utf-8")
    headers = "".join(source.indent(definition, parent) + header + "\n" for parent, header in zip(definition.parents, definition.headers))
    tree = ast.parse(headers + segment)
    body = tree.body
    for _ in definition.parents:
        if len(body) != 1:
            raise SyntaxError("more than one statement")
        body = body[0].body
    if len(body) != 1 or type(body[0]) is not type(definition.node) or body[0].name != definition.name:
        raise SyntaxError("not the same function")
    ast.increment_lineno(tree, definition.first_line - 1 - len(definition.parents))
    return body[0], tree


def compile_file(path, content):
    try:
        compile(content, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise Invalid(str(error))


def dump(node):
    return ast.dump(node) if isinstance(node, ast.AST) else None


def signature(node):
    """All of a function's head but its default values, decorators included."""
    arguments = node.args
    parts = [dump(argument) for argument in getattr(arguments, "posonlyargs", []) + arguments.args + arguments.kwonlyargs]
    parts += [dump(arguments.vararg), dump(arguments.kwarg), dump(node.returns), len(arguments.defaults)]
    parts += [default is None for default in arguments.kw_defaults] + [dump(decorator) for decorator in node.decorator_list]
    return parts


def changed_defaults(base, node):
    """(positional, keyword) new constants by place, or None when no default changed."""
    positional = changed(list(zip(range(len(base.args.defaults)), base.args.defaults, node.args.defaults)))
    names = [argument.arg for argument in node.args.kwonlyargs]
    keyword = changed([entry for entry in zip(names, base.args.kw_defaults, node.args.kw_defaults) if entry[1] is not None])
    return (positional, keyword) if positional or keyword else None


def changed(entries):
    result = {}
    for place, before, after in entries:
        if dump(before) != dump(after):
            try:
                value = ast.literal_eval(after)
            except ValueError:
                raise Cold("the edit changes a default value that is not a constant")
            if isinstance(value, (list, dict, set)):
                raise Cold("the edit changes a default value that can be changed in place")
            result[place] = value
    return result


def put_defaults(function, positional, keyword):
    if positional:
        values = list(function.__defaults__ or ())
        for place, value in positional.items():
            values[place] = value
        function.__defaults__ = tuple(values)
    if keyword:
        function.__kwdefaults__ = dict(function.__kwdefaults__ or {}, **keyword)


def nested(code):
    return [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]


def find(module, definition):
    """The function's code inside the compiled segment."""
    code = module
    for name in definition.classes + [definition.name]:
        options = [inner for inner in nested(code) if inner.co_name == name]
        if len(options) != 1:
            raise Cold("the function's code cannot be told apart")
        code = options[0]
    return code


def nested_pairs(old, new):
    """Code before and after, function by function, matched by name and order."""
    yield old, new
    before, after = nested(old), nested(new)
    for name in {code.co_name for code in before}:
        olds = [code for code in before if code.co_name == name]
        news = [code for code in after if code.co_name == name]
        if len(olds) == len(news):
            for pair in zip(olds, news):
                yield from nested_pairs(*pair)


def shape(code):
    """What a code object does by itself, whatever its nested functions do and wherever it stands."""
    constants = tuple((type(constant), constant) for constant in code.co_consts if not isinstance(constant, types.CodeType))
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
