"""`stated` accepts what a computation rounds to, and refuses the rest and every literal."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathforai.checks import stated

third = 1 / 3


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.2333", 0.233344),
        ("0.33", third),
        ("4.83501", 3 + 7 * 0.8**6),
        ("-11", -11.2),
        ("−11", -11.2),
        ("+0.5", 0.5),
        ("47", 47),
        ("50,257", 50257),
        ("1,234,567.9", 1234567.89),
        ("589824", np.int64(768) ** 2),
        ("1.5e16", 1.52e16),
        ("−1.5e-16", -1.52e-16),
        ("0", 0.4),
        ("0.00", -0.0),
        ("0.00", 0.004),
        ("0.13", 0.125),
        ("0.12", 0.125),
        (" 0.33 ", third),
        ("0.33", np.float32(third)),
        ("0.33", np.array(third)),
        ("0.33", Fraction(1, 3)),
        ("0.33", Decimal(1) / 3),
        ("0.1000000000000000055511151231257827", 0.1),
        ("123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_what_rounds_to_the_text_passes(text, value):
    assert stated(text, value) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.2333", 0.23344),
        ("0.2333", 0.23324),
        ("0.34", third),
        ("0.330", third),
        ("-11", 11),
        ("47", 46.4),
        ("50,257", 50256),
        ("1.5e16", 1.56e16),
        ("2.68", 2.675),  # the float is a little below 2.675
        ("0.10", 0.1051),
        ("0.5", math.nan),
        ("0.5", math.inf),
        ("123456789012345678901234567891", 123456789012345678901234567890),
    ],
)
def test_what_does_not_is_refused(text, value):
    with pytest.raises(AssertionError, match="the text says .*, but the computation gives"):
        stated(text, value)


def test_the_message_shows_both_numbers():
    with pytest.raises(AssertionError) as caught:
        stated("0.34", third)
    assert str(caught.value) == (
        "the text says 0.34, but the computation gives 0.33 (0.3333333333333333)"
    )


@given(st.floats(-1e12, 1e12), st.integers(0, 8))
def test_what_python_prints_is_accepted_and_its_neighbour_is_not(value, digits):
    printed = f"{value:,.{digits}f}"
    stated(printed, value)
    neighbour = Decimal(printed.replace(",", "")) + Decimal(1).scaleb(-digits)
    with pytest.raises(AssertionError):
        stated(f"{neighbour:f}", Decimal(printed.replace(",", "")))


@pytest.mark.parametrize("value", [True, np.bool_(False), "0.5", None, [0.5], np.ones(2), 1j])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(TypeError, match="wants one computed number"):
        stated("0.5", value)


@pytest.mark.parametrize("text", ["", "half", "1.", ".5", "1,23", "0.5%", "nan", "inf", "1_000"])
def test_a_text_that_is_not_a_printed_number_is_refused(text):
    with pytest.raises(ValueError, match="a number as printed"):
        stated(text, third)


def test_a_text_that_is_no_text_is_refused():
    with pytest.raises(TypeError, match="the text comes first"):
        stated(third, "0.33")


def test_a_torch_scalar_is_a_number():
    torch = pytest.importorskip("torch")
    stated("0.33", torch.tensor(third, dtype=torch.float64))


# Literals


def test_a_literal_is_refused():
    with pytest.raises(TypeError, match="bare literal"):
        stated("0.2333", 0.2333)
    with pytest.raises(TypeError, match="bare literal"):
        stated("0.2333", value=0.2333)
    with pytest.raises(TypeError, match="bare literal"):
        stated("-11", -11)
    with pytest.raises(TypeError, match="bare literal"):
        stated(
            "−11",
            (-(11)),
        )
    text = "0.5"
    with pytest.raises(TypeError, match="bare literal"):
        stated(text, 0.5)
    with pytest.raises(TypeError, match="bare literal"):
        print("columns count bytes: −−−", stated(text, 0.5))


def test_a_computation_is_not_a_literal():
    numbers = {"a": 0.5}
    stated("0.5", numbers["a"])
    stated("0.5", 1 / 2)
    stated("0.5", float(np.sqrt(0.25)))
    for text, value in [("0.5", 0.5)]:
        stated(text, value)
    print("columns count bytes: −−−", stated("0.5", numbers["a"]), 0.5)
    assert list(map(stated, ["0.5"], [0.5])) == [None]


def test_without_source_a_literal_passes():
    exec(compile('stated("0.5", 0.5)', "<no source>", "exec"), {"stated": stated})


def test_a_literal_is_refused_in_a_notebook_cell():
    interactive = pytest.importorskip("IPython.core.interactiveshell")
    shell = interactive.InteractiveShell()
    shell.run_cell("from mathforai.checks import stated; x = 1 / 3").raise_error()
    shell.run_cell("a = 1\nstated('0.33', x); stated('0.3', x)").raise_error()
    found = shell.run_cell("a = '−'\n\nstated('0.33',\n    0.33)", silent=True).error_in_exec
    assert isinstance(found, TypeError)
    assert "bare literal" in str(found)
