"""The dashboard as a server: `python -m kraftkollen.ui.server`. It does not start where it would let in just anybody."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence

if __name__ == "__main__":
    # What is imported stays: to look through it again and again for what nobody holds takes a tenth of the start.
    gc.disable()
    # Arrow's own allocator keeps what each thread has let go: 25 MB after some readers. It is chosen when Arrow is imported.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.logger import update_formatter

from kraftkollen.actions.site import ROOT
from kraftkollen.errors import NotLocal, UserError
from kraftkollen.model.logs import LINE, keep_values_out_of_logs, write_lines
from kraftkollen.ui import identity, loop, turns, warming
from kraftkollen.ui.guard import Guard
from kraftkollen.words.problems import error_sentence

app = st.App(ROOT / "dashboard.py", middleware=[Middleware(Guard)])
_OPTIONS = {"server.address": str, "server.port": int, "server.baseUrlPath": str, "logger.level": str}


def main(arguments: Sequence[str] | None = None, *, warm: bool = False) -> None:
    """Serve until stopped. Options are Streamlit's own; what is not given is as .streamlit/config.toml says.

    `warm`: whether what many will ask for is worked out in advance.
    """
    parser = argparse.ArgumentParser(prog="python -m kraftkollen.ui.server", description=__doc__)
    for name, kind in _OPTIONS.items():
        parser.add_argument(f"--{name}", type=kind)
    given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    if os.environ.get(identity.SECRETS):
        given["secrets.files"] = [os.environ[identity.SECRETS]]
        config.set_option("secrets.files", given["secrets.files"])
    try:
        require_startable(given.get("server.address") or st.get_option("server.address") or "0.0.0.0")  # noqa: S104
    except UserError as refusal:
        sys.exit(error_sentence(refusal, "en"))
    keep_values_out_of_logs()
    write_lines()
    given["logger.messageFormat"] = LINE
    config.set_option("logger.messageFormat", LINE)
    update_formatter()  # of the logs that write before the server is configured
    loop.use()
    turns.use()
    # What is imported stays for as long as the process: whoever looks for what nobody holds any more need not look there.
    gc.collect()
    gc.freeze()
    gc.enable()
    if warm:
        warming.start()
    app.run(config=given)


def require_startable(address: str) -> None:
    """Raise unless the server may listen on the address: any where sign-in is set up, else this machine's own.

    Raises
    ------
    NotLocal, SignInMisconfigured, ConfigurationRefused
        If anybody would be let in, or nobody could be.
    """
    if identity.sign_in_settings() is None and not identity.is_local(address):
        raise NotLocal(address=address)


if __name__ == "__main__":
    main(warm=True)
