import pytest
from load_testdata import load_json_testcases

if pytest.use_correct:
    from correct_python_programs.first_at_least import first_at_least
else:
    from python_programs.first_at_least import first_at_least

testdata = load_json_testcases(first_at_least.__name__)


@pytest.mark.parametrize("input_data,expected", testdata)
def test_first_at_least(input_data, expected):
    assert first_at_least(*input_data) == expected
