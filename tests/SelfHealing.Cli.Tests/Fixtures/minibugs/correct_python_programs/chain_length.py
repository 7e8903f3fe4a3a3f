def chain_length(node):
    """How many nodes hang together, this one included."""
    length = 0
    while node is not None:
        length += 1
        node = node.successor
    return length
