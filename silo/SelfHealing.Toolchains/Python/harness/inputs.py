"""Inputs near those that the tests use: a recorded call with one to three small things changed in it."""
import pickle
import random

MAX_BYTES = 64 << 10
NUMBERS = (lambda n: n + 1, lambda n: n - 1, lambda n: 0, lambda n: -n, lambda n: n * 2, lambda n: n + 7, lambda n: 1)
TEXTS = ("", "a", " ", "Z", "0")


def derive(recorded, seed, count):
    """Pickled (args, kwargs): the recorded ones first, then mutants of them. The same seed gives the same inputs."""
    chance = random.Random(seed)
    found = dict.fromkeys(recorded[:max(1, count // 3)])
    for _ in range(count * 8):
        if len(found) >= count or not recorded:
            break
        try:
            args, kwargs = pickle.loads(chance.choice(recorded))
            places = list(range(len(args))) + sorted(kwargs)
            for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
                place = chance.choice(places)
                if isinstance(place, int):
                    args[place] = mutate(args[place], chance)
                else:
                    kwargs[place] = mutate(kwargs[place], chance)
            data = pickle.dumps((args, kwargs))
        except Exception:
            continue  # what cannot be changed or kept is no input
        if len(data) <= MAX_BYTES:
            found[data] = None
    return list(found)


def mutate(value, chance, depth=0):
    """A value of the same kind, a little different; now and then None."""
    if depth < 2 and chance.random() < 0.03:
        return None
    kind = type(value)
    if kind is bool:
        return not value
    if kind is int:
        return chance.choice(NUMBERS)(value)
    if kind is float:
        return chance.choice(NUMBERS + (lambda n: n / 2, lambda n: n + 0.5))(value)
    if kind is str:
        return text(value, chance)
    if kind is bytes:
        return text(value.decode("latin-1"), chance).encode("latin-1", "replace")
    if kind in (list, tuple, set, frozenset):
        return kind(sequence(sorted(value, key=repr) if kind in (set, frozenset) else list(value), chance, depth))
    if kind is dict:
        return mapping(value, chance, depth)
    if value is None:
        return chance.choice((None, 0, "", []))
    return attributes(value, chance, depth)


def text(value, chance):
    if not value:
        return chance.choice(TEXTS)
    at = chance.randrange(len(value))
    other = chance.randrange(len(value))
    swapped = list(value)
    swapped[at], swapped[other] = swapped[other], swapped[at]
    return chance.choice((
        value[:at] + value[at + 1:], value[:at] + value[at] + value[at:], "".join(swapped), "", value + value, value[::-1],
        value.swapcase(), value[:at] + chance.choice("aZ0 -(),.") + value[at + 1:], value + " ", value[:at]))


def sequence(items, chance, depth):
    if not items:
        return [chance.choice((0, 1, "a"))] if chance.random() < 0.5 else []
    at = chance.randrange(len(items))
    other = chance.randrange(len(items))
    kind = chance.randrange(9)
    if kind == 0:
        del items[at]
    elif kind == 1:
        items.insert(at, items[at])
    elif kind == 2:
        items[at], items[other] = items[other], items[at]
    elif kind == 3:
        items = []
    elif kind == 4:
        items.reverse()
    elif kind == 5:
        items = items[:at + 1]
    elif kind == 6:
        items.insert(at, mutate(items[at], chance, depth + 1))
    else:
        items[at] = mutate(items[at], chance, depth + 1)
    return items


def mapping(value, chance, depth):
    value = dict(value)
    keys = list(value)
    if not keys:
        return value
    key = chance.choice(keys)
    kind = chance.randrange(5)
    if kind == 0:
        del value[key]
    elif kind == 1:
        value.clear()
    elif kind == 2:
        value[mutate(key, chance, depth + 1)] = value[key]
    else:
        value[key] = mutate(value[key], chance, depth + 1)
    return value


def attributes(value, chance, depth):
    """Changes one plain attribute of an object, which is a copy already."""
    names = [name for name, inner in getattr(value, "__dict__", {}).items() if type(inner) in (int, float, str, bool, list, dict, tuple, set)]
    if names and depth < 3:
        name = chance.choice(sorted(names))
        object.__setattr__(value, name, mutate(getattr(value, name), chance, depth + 1))
    return value
