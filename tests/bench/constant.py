"""The page that others are measured against: one table and one Plotly chart, from constants.

It runs under the options of the dashboard:  python -m bench.constant PORT
"""

from __future__ import annotations

import gc
import pathlib
import sys
from typing import Final

import pandas as pd
import streamlit as st

ROWS: Final = 20


def page() -> None:
    """Show both."""
    st.set_page_config(layout="wide")
    numbers = list(range(1, ROWS + 1))
    keys = [f"TC{number:04d}" for number in numbers]
    st.dataframe(pd.DataFrame({"key": keys, "payments": numbers, "share": [0.5] * ROWS}))
    bars = {"type": "bar", "x": keys, "y": numbers}
    st.plotly_chart({"data": [bars], "layout": {"height": 300}}, config={"staticPlot": True})


def main() -> None:
    """Serve the page on a port until it is ended."""
    from dashboard.web import options

    app = st.App(pathlib.Path(__file__).resolve())
    gc.collect()
    gc.freeze()
    app.run(config=options.table(port=int(sys.argv[1])))


if st.runtime.exists():
    page()
elif __name__ == "__main__":
    main()
