import pytest
from load_testdata import load_json_testcases

if pytest.use_correct:
    from correct_python_programs.running_totals import running_totals
else:
    from python_programs.running_totals import running_totals

testdata = load_json_testcases(running_totals.__name__)


@pytest.mark.parametrize("input_data,expected", testdata)
def test_running_totals(input_data, expected):
    assert list(running_totals(*input_data)) == expected
