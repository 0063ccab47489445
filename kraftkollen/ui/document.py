"""The document that every page begins as: in the reader's language from its first byte, with words while Streamlit loads."""

import re
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.words.translate import translate

NAME: Final = "sprak"
# When the browser says that it has shown something. A tab behind others shows nothing, and does not wait for that; nor does
# anybody wait longer than two seconds.
PUT_OFF: Final = (
    'const go=()=>document.head.append(document.querySelector("template").content);'
    'document.hidden?go():(new PerformanceObserver(go).observe({type:"paint",buffered:true}),setTimeout(go,2000))'
)
# What a browser fetches before it shows anything of a document, where it stands in the head.
_AWAITED = re.compile(r'\s*<link\s+rel="(?:stylesheet|modulepreload|preload)"[^>]*>|\s*<script type="module"[^>]*></script>')
_LANGUAGE, _TITLE, _ROOT = '<html lang="en">', "<title>Streamlit</title>", '<div id="root"></div>'
# Streamlit draws over it; until then a reader would have a white page.
_STYLE = "font:1.125rem/1.5 sans-serif;color:#111;margin:0;padding:2rem 1.5rem"
_LOADING = f'<div id="root"><p role="status" style="{_STYLE}">{{said}}</p></div>'


def language_of(query: str) -> Language:
    """Return the language that an address asks for; the first of ours if it asks for none that we have."""
    asked = parse_qs(query).get(NAME, [""])[-1]
    return next((one for one in LANGUAGES if one == asked), LANGUAGES[0])


def dressed(document: str, language: Language) -> str:
    """Return Streamlit's document in the reader's language: its `lang`, its title, and what it says before it has loaded."""
    before, _, rest = document.partition("<noscript>")
    _, _, after = rest.partition("</noscript>")
    without = translate(language, "Kraftkollen needs JavaScript. Turn it on in your browser, then load the page again.")
    said = translate(language, "Kraftkollen is fetching the page …")
    whole = f"{before}<noscript><p>{without}</p></noscript>{after}" if rest else document
    whole = _words_first(whole)
    whole = whole.replace(_LANGUAGE, f'<html lang="{language}">', 1).replace(_TITLE, "<title>Kraftkollen</title>", 1)
    return whole.replace(_ROOT, _LOADING.format(said=said), 1)


def _words_first(document: str) -> str:
    """Return the document with Streamlit's own style sheet and scripts put off until its words have been shown."""
    head, mark, body = document.partition("</head>")
    later = f"<template>{''.join(_AWAITED.findall(head))}</template><script>{PUT_OFF}</script></body>"
    return _AWAITED.sub("", head) + mark + body.replace("</body>", later, 1)


def unpacked(scope: Scope, door: str) -> Scope:
    """Return what is asked for so that a document comes as text, which can be dressed; files are sent packed as before."""
    if "." in door or door.startswith("_"):
        return scope
    return {**scope, "headers": [one for one in scope["headers"] if one[0] != b"accept-encoding"]}


class Dressing:
    """Sends an answer on as it comes, but for a document, which is dressed whole."""

    def __init__(self, send: Send, language: Language) -> None:
        self.send = send
        self.language = language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_document(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._whole(self.start)

    async def _whole(self, start: Message) -> None:
        # The answer to HEAD has no body; its length is then not known here, and need not be said.
        body = dressed(self.body.decode("utf-8"), self.language).encode() if self.body else b""
        headers = MutableHeaders(scope=start)
        for name in ("content-length", "etag", "last-modified"):
            del headers[name]  # of Streamlit's own document
        if body:
            headers["content-length"] = str(len(body))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})


def _is_document(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    plain = "content-encoding" not in headers
    return start["status"] == 200 and plain and headers.get("content-type", "").startswith("text/html")
