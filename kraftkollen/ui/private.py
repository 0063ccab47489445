"""Downloads of what not everybody may see: under an address that nobody can work out from what the file holds."""

import secrets

import streamlit as st

_KEY = "key of private downloads"


def private(kind: str = "application/octet-stream") -> str:
    """Return the kind of a file as a download button takes it, with a secret of this session in it.

    Streamlit's address of a file is a hash of its content, kind and name, and answers whoever asks: without the secret one who
    guesses a small cell could make the file and ask whether it is there.
    """
    token: str = st.session_state.setdefault(_KEY, secrets.token_hex(16))
    return f"{kind}; key={token}"
