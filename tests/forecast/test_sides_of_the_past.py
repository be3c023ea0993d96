from __future__ import annotations

from brinkwatch.forecast.base_rates import test_years as years_with_a_test


def test_the_soviet_union_has_the_test_years_of_russia():
    years = years_with_a_test()
    assert years["SUN"] == years["RUS"]
    assert 1961 in years["SUN"][1]
