"""Publishes in a process of its own, so that a page goes on answering while it works, and says how far it has come."""

import json
import os
import subprocess
import sys

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.progress import Progress, silent
from kraftkollen.actions.site import ROOT, Site
from kraftkollen.errors import PublishingFailed
from kraftkollen.model.actor import Actor
from kraftkollen.model.text import Language


def publish_apart(site: Site, actor: Actor, progress: Progress = silent, language: Language = "sv") -> None:
    """Publish everything that is approved, as `publish` does, and wait for it.

    Raises
    ------
    PublishingFailed
        If the other process could not: what was recorded stays recorded, and can be published later.
    """
    access.require(actor, Permission.PUBLISH)
    command = [sys.executable, "-m", "kraftkollen.actions.publish_alone", "--language", language]
    command += ["--data", str(site.folder.path.resolve()), f"--by={actor.name}"]
    environment = {**os.environ, "KRAFTKOLLEN_INDICATORS": str(site.indicators.resolve()), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(  # noqa: S603 (our own program and paths; no shell)
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            step, _, share = line.strip().partition(" ")
            if share.replace(".", "", 1).isdigit():
                progress(step, float(share))
        assert process.stdout is not None
        answer = process.stdout.read()
    if process.returncode != 0:
        raise PublishingFailed(reason=_reason(answer))


def _reason(answer: str) -> str:
    try:
        return str(json.loads(answer)["message"])
    except (ValueError, KeyError, TypeError):
        return ""
