def running_totals(amounts):
    """Yields the sum of the amounts so far, amount by amount."""
    total = 0
    for amount in amounts:
        total += amount
        yield total
