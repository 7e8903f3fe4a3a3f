import pytest


def pytest_addoption(parser):
    parser.addoption("--correct", action="store_true", help="run the tests on the correct programs")
    parser.addoption("--runslow", action="store_true", help="run slow tests")


def pytest_configure(config):
    pytest.use_correct = config.getoption("--correct")
    pytest.run_slow = config.getoption("--runslow")
