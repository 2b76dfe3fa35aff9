"""What a table shows of more rows than a browser should be sent."""

from __future__ import annotations

from streamlit.testing import v1


def test_a_long_table_is_cut_and_says_that_its_totals_are_of_everything() -> None:
    def script() -> None:
        import pandas as pd

        from dashboard.components import tables
        from dashboard.text import glossary
        from queries import frames

        rows = pd.DataFrame({"codes": pd.Series(range(1, 1235), dtype="Int64")})
        terms = {"codes": glossary.FORM["codes"]}
        tables.show(rows, terms, key="long", alt="long")
        tables.copyable(str(frames.totals(rows, terms)["codes"]))

    page = v1.AppTest.from_function(script, default_timeout=30).run()
    assert len(page.dataframe[0].value) == 1000
    assert "Chỉ hiện 1.000 dòng đầu trong tổng số 1.234 dòng" in page.caption[0].value
    assert page.code[0].value == str(1234 * 1235 // 2)


def test_a_table_that_fits_says_nothing() -> None:
    def script() -> None:
        import pandas as pd

        from dashboard.components import tables
        from dashboard.text import glossary

        rows = pd.DataFrame({"codes": pd.Series([None, 1], dtype="Int64")})
        tables.show(rows, {"codes": glossary.FORM["codes"]}, key="short", alt="short")

    page = v1.AppTest.from_function(script, default_timeout=30).run()
    assert len(page.dataframe[0].value) == 2
    assert not page.caption
