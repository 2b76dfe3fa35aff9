"""What the screens and the command line share; the only rooms that know Streamlit and HTTP."""
