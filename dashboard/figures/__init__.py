"""Figures and sentences that several screens and papers share; they know no Streamlit."""
