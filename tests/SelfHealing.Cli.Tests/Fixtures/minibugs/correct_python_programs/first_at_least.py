def first_at_least(numbers, bound):
    """Index of the first of the sorted numbers that is not below the bound."""
    low = 0
    high = len(numbers)
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] < bound:
            low = middle + 1
        else:
            high = middle
    return low
