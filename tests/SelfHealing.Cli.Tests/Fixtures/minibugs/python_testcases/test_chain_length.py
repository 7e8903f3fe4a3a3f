import pytest
from node import Node

if pytest.use_correct:
    from correct_python_programs.chain_length import chain_length
else:
    from python_programs.chain_length import chain_length


def test_one():
    assert chain_length(Node(1)) == 1


def test_three():
    assert chain_length(Node(1, Node(2, Node(3)))) == 3
