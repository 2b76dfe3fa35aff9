"""Colours and styles, for the light and the dark theme.

The browser's own preference chooses between the two. Colours for good, doubtful and bad states
are Streamlit's green, orange and red, which go with an icon and a word everywhere.
"""

from typing import Final

# A picture of our own: an icon by name would be fetched from a server on the internet.
FAVICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
    '<rect width="64" height="64" rx="10" fill="#1D4F91"/>'
    '<path d="M18 14h28v36H18z" fill="#fff"/>'
    '<path d="M24 24h16M24 32h8m-4 8l5 5 11-12" fill="none" stroke="#1D4F91" stroke-width="4"/>'
    "</svg>"
)

# Ground and ink of the parts of an ageing bar: blue for what is not yet due, then from yellow to
# brown with age. Their lightness differs, too, for those who do not see the hues.
AGEING: Final = (
    ("#9DB8D9", "#12171E"),
    ("#FEE391", "#12171E"),
    ("#FEB24C", "#12171E"),
    ("#EC7014", "#12171E"),
    ("#8C2D04", "#FFFFFF"),
)
# Each concept keeps its colour everywhere. Told apart by whoever does not see red and green; they
# stand on a light ground and on a dark one.
COLLECTED: Final = "#3B78C3"
REMITTED: Final = "#1E9A83"
OUTSTANDING: Final = "#C98A12"
OVERDUE: Final = "#C2501C"
# Ground and ink of what is not known because nothing came.
SILENT: Final = ("#AEB8C4", "#12171E")
# No grey can be read on both grounds: one for each, and lines that stay behind what is drawn.
CHART_INKS: Final = {"light": "#4A5563", "dark": "#B4BDCA"}
CHART_LINE: Final = "rgba(118, 129, 143, 0.28)"

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
    "theme.headingFontSizes": ["1.75rem", "1.375rem", "1.125rem", "1rem", "1rem", "1rem"],
    "theme.headingFontWeights": [600, 600, 600, 600, 600, 600],
    **{f"theme.light.{name}": colour for name, colour in _LIGHT.items()},
    **{f"theme.dark.{name}": colour for name, colour in _DARK.items()},
}
