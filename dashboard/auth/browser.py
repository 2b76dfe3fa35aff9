"""The browser whose page is being run: its token, and where it is led."""

import urllib.parse

import streamlit as st
from streamlit.proto import ForwardMsg_pb2
from streamlit.runtime import scriptrunner

from dashboard.auth import return_address, sign_in


def token() -> str | None:
    """Return the token of the browser whose page is being run."""
    return sign_in.presented(st.context.cookies)


def again() -> None:
    """Have the browser reload the page: the sign-in gate keeps its address and redirects.

    A script in the page could do so too, but it may not be loaded any more.
    """
    path = urllib.parse.urlsplit(st.context.url or "").path
    address = f"{path}?{urllib.parse.urlencode(st.query_params.to_dict())}"
    _lead(return_address.read(urllib.parse.quote(address)) or "/")


def leave() -> None:
    """Have the browser open the page after signing out, which takes its cookie away."""
    _lead(sign_in.SIGNED_OUT)


def _lead(address: str) -> None:
    message = ForwardMsg_pb2.ForwardMsg()
    message.auth_redirect.url = address
    if context := scriptrunner.get_script_run_ctx():
        context.enqueue(message)
