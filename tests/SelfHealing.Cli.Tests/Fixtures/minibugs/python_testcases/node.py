class Node:
    def __init__(self, value=None, successor=None):
        self.value = value
        self.successor = successor
