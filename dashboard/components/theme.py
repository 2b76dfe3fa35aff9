"""Colours and styles, for the light and the dark theme.

The browser's own preference chooses between the two. Colours for good, doubtful and bad states
are Streamlit's green, orange and red, which go with an icon and a word everywhere.
"""

from typing import Final, NamedTuple

# A picture of our own: an icon by name would be fetched from a server on the internet.
FAVICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
    '<rect width="64" height="64" rx="10" fill="#1D4F91"/>'
    '<path d="M18 14h28v36H18z" fill="#fff"/>'
    '<path d="M24 24h16M24 32h8m-4 8l5 5 11-12" fill="none" stroke="#1D4F91" stroke-width="4"/>'
    "</svg>"
)


class Tint(NamedTuple):
    """A colour on a light ground, and the one that stands for it on a dark ground."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """Both as CSS: the browser takes the one of the theme at hand."""
        return f"light-dark({self.light}, {self.dark})"


# The bars of ageing: blue for what is not yet due, then the older the more it stands out: the
# darker by day, the lighter by night. Their lightness differs for those who do not see the hues.
AGEING: Final = (
    Tint("#5B86BD", "#5C83B8"),
    Tint("#B98509", "#8C6A24"),
    Tint("#B5541C", "#C47A22"),
    Tint("#8A2F06", "#F0A04A"),
    Tint("#4A1202", "#FFE0B0"),
)
# Each concept keeps its colour everywhere, as a line and as the name beside it.
COLLECTED: Final = Tint("#2C69B3", "#7FB0F0")
REMITTED: Final = Tint("#0F7A66", "#45C2A8")
OVERDUE: Final = Tint("#B0430F", "#F58F5B")
# Words in charts.
INK: Final = Tint("#4A5563", "#B4BDCA")
# The colours of charts with axes: Streamlit tells the browser those of either theme.
CHART: Final = (COLLECTED, REMITTED, OVERDUE, INK)

# Ground and ink of signs of what has gone wrong, and of what is not known because nothing came:
# the graver the further from the ground of the page.
FAULTS: Final = {
    "missing": (Tint("#8C2D04", "#FFB27A"), Tint("#FFFFFF", "#12171E")),
    "late": (Tint("#FEB24C", "#A65A12"), Tint("#12171E", "#FFFFFF")),
    "mismatched": (Tint("#FEE391", "#5E4A14"), Tint("#12171E", "#FFE9B0")),
    "silent": (Tint("#AEB8C4", "#566373"), Tint("#12171E", "#FFFFFF")),
}
# Behind days off, on either ground.
DAY_OFF: Final = "rgba(118, 129, 143, 0.28)"

# In pixels. Narrower than Streamlit's: a laptop has room for one row of filters beside it.
MENU_WIDTH: Final = 256

_LIGHT: Final = {
    "primaryColor": "#1D4F91",
    "backgroundColor": "#FFFFFF",
    "secondaryBackgroundColor": "#F3F5F8",
    "textColor": "#1A2330",
    "linkColor": "#1D4F91",
    "borderColor": "#D3DAE3",
    "dataframeHeaderBackgroundColor": "#F3F5F8",
}

_DARK: Final = {
    "primaryColor": "#8DB6EE",
    "backgroundColor": "#12171E",
    "secondaryBackgroundColor": "#1B222C",
    "textColor": "#E4E9F0",
    "linkColor": "#8DB6EE",
    "borderColor": "#36414F",
    "dataframeHeaderBackgroundColor": "#1B222C",
}

OPTIONS: Final[dict[str, object]] = {
    "theme.baseRadius": "small",
    "theme.paddingTop": "2rem",
    "theme.metricValueFontSize": "1.5rem",
    "theme.metricValueFontWeight": 600,
    "theme.headingFontSizes": ["1.75rem", "1.125rem", "1rem", "1rem", "1rem", "1rem"],
    "theme.headingFontWeights": [600, 600, 600, 600, 600, 600],
    **{f"theme.light.{name}": colour for name, colour in _LIGHT.items()},
    **{f"theme.dark.{name}": colour for name, colour in _DARK.items()},
    "theme.light.chartCategoricalColors": [tint.light for tint in CHART],
    "theme.dark.chartCategoricalColors": [tint.dark for tint in CHART],
}
