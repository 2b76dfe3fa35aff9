"""The HTTP side: server, options, middleware, and the routes beside Streamlit's own."""
