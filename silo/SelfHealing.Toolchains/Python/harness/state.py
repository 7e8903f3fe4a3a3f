"""What a patch's tests could leave behind: the program's objects, and what the process has around them.

The objects that can be reached from the program's modules are found once, before any patch. Afterwards they are
unchanged exactly if each of them still refers to the same objects: whatever is new can only be reached through a
reference that changed. A program with an object that hides what it holds (an open file, a lock, a counter of C)
is not known, and then every patch gets a process of its own.
"""
import builtins
import gc
import operator
import os
import resource
import signal
import sys
import threading
import types

MAX_OBJECTS = 20_000
HEAP_TYPE = 1 << 9  # of a type's flags: made at run time, as Python's classes are

# Nothing can be changed in these, or nothing that a program sees.
LEAVES = {
    *("builtins." + name for name in (
        "int", "float", "complex", "bool", "str", "bytes", "NoneType", "ellipsis", "NotImplementedType", "range", "slice", "code",
        "method_descriptor", "wrapper_descriptor", "method-wrapper", "getset_descriptor", "member_descriptor", "classmethod_descriptor", "module")),
    "re.Pattern", "re.Match", "datetime.date", "datetime.time", "datetime.datetime", "datetime.timedelta", "datetime.timezone", "decimal.Decimal",
    "uuid.UUID", "_abc._abc_data", "_thread.RLock", "weakref.ReferenceType", "_struct.Struct", "_collections._tuplegetter",
    "operator.itemgetter", "operator.attrgetter", "operator.methodcaller", "typing.TypeVar", "typing.ParamSpec", "typing.TypeVarTuple",
}
# All that these hold is seen by the collector.
OPEN = {
    *("builtins." + name for name in (
        "object", "dict", "list", "tuple", "set", "frozenset", "function", "method", "builtin_function_or_method", "cell", "property",
        "staticmethod", "classmethod", "mappingproxy")),
    "collections.deque", "collections.defaultdict", "collections.OrderedDict", "functools.partial", "functools._lru_cache_wrapper",
    "types.SimpleNamespace", "types.GenericAlias", "types.UnionType",
}
LEAF, SEEN_THROUGH, HIDDEN = range(3)
LIMITS = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_NOFILE, resource.RLIMIT_STACK)
LIBRARY = os.path.dirname(os.__file__) + os.sep


class State:
    """The state as it is when this is made. `roots` are objects that the tests keep besides their modules."""

    def __init__(self, foreign, roots=()):
        modules = [module for name, module in sorted(sys.modules.items()) if isinstance(module, types.ModuleType) and not is_foreign(name, module, foreign)]
        self.own = {module.__name__ for module in modules}
        owned = {id(vars(module)) for module in modules}
        self.beyond = {id(vars(module)) for module in list(sys.modules.values()) if isinstance(module, types.ModuleType)} - owned
        self.kinds = {}
        self.containers = []
        imported = {id(vars(module).get(name)) for module in modules for name in ("__loader__", "__spec__")}  # the framework's, and all of it behind them
        self.known = self.walk([vars(module) for module in modules] + list(roots), imported)
        if self.known:
            used = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, types.ModuleType)}
            self.containers += [vars(module) for module in used.values() if id(vars(module)) in self.beyond]
            self.containers += [vars(builtins), sys.modules, sys.path, sys.meta_path]
            self.references = gc.get_referents(*self.containers)

    def begin(self):
        """Called once in the process that will be asked whether it is unchanged."""
        self.around = around() if self.known else None

    def unchanged(self):
        """True if the next patch would find everything as the first one did."""
        if not self.known:
            return False
        references = gc.get_referents(*self.containers)
        return len(references) == len(self.references) and all(map(operator.is_, references, self.references)) and around() == self.around

    def walk(self, found, seen):
        """Collects everything that can change. False when something hides what it holds, or there is too much of it."""
        seen.update(id(thing) for thing in found)
        while found:
            thing = found.pop()
            kind = self.kind(thing)
            if kind == HIDDEN or len(self.containers) > MAX_OBJECTS:
                return False
            if kind == LEAF:
                continue
            self.containers.append(thing)
            for other in gc.get_referents(thing):
                if id(other) not in seen:
                    seen.add(id(other))
                    found.append(other)
        return True

    def kind(self, thing):
        """Asks nothing of the object itself: its answers may be the program's."""
        if isinstance(thing, type) if type(thing) is type else issubclass(type(thing), type):
            return SEEN_THROUGH if module_of(thing) in self.own else LEAF
        if id(thing) in self.beyond:
            return LEAF
        if type(thing) not in self.kinds:
            self.kinds[type(thing)] = kind_of(type(thing))
        return self.kinds[type(thing)]


def kind_of(cls):
    if cls.__flags__ & HEAP_TYPE == 0:
        return kind_of_name(cls)
    if name_of(cls) in LEAVES:
        return LEAF
    hidden = any(kind_of_name(base) == HIDDEN and not is_python(base) for base in type.mro(cls))
    return HIDDEN if hidden else SEEN_THROUGH


def kind_of_name(cls):
    name = name_of(cls)
    return LEAF if name in LEAVES else SEEN_THROUGH if name in OPEN else HIDDEN


def name_of(cls):
    return "%s.%s" % (module_of(cls), type.__dict__["__qualname__"].__get__(cls))


def module_of(cls):
    return type.__dict__["__module__"].__get__(cls)


def is_python(cls):
    """True for a class that Python code made."""
    file = getattr(sys.modules.get(module_of(cls)), "__file__", None) or ""
    return bool(cls.__flags__ & HEAP_TYPE) and file.endswith(".py")


def is_foreign(name, module, foreign):
    """True for the modules of the framework, which were there before the program, and for Python's own."""
    file = getattr(module, "__file__", None)
    is_pythons = file is not None and file.startswith(LIBRARY) and not file[len(LIBRARY):].startswith(("site-packages", "dist-packages"))
    return name in foreign or file is None or is_pythons


def around():
    """What the process has besides the program's objects; two of them can be compared."""
    generator = sys.modules.get("random")
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        os.getcwd(), dict(os.environ), threading.active_count(), has_children(), children.ru_minflt, sys.getrecursionlimit(), sys.gettrace() is None,
        sys.getprofile() is None, id(sys.stdin), id(sys.stdout), id(sys.stderr), sys.excepthook is sys.__excepthook__,
        [resource.getrlimit(kind) for kind in LIMITS], signal.pthread_sigmask(signal.SIG_BLOCK, ()),
        len(getattr(sys.modules.get("warnings"), "filters", ())), signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT),
        signal.getsignal(signal.SIGTERM), signal.getitimer(signal.ITIMER_REAL)[0] == 0, len(os.listdir("/proc/self/fd")),
        generator and generator.getstate())


def has_children():
    """Reaps nothing: a child that has ended counts too."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    except ChildProcessError:
        return False
