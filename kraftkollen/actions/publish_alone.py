"""The process that publish_apart starts: publishes, says each step, and imports nothing that publishing does not need.

The command line does the same for people, but loads every command first: an officer would wait two seconds more.
"""

import argparse
import json
import logging
import secrets
import sys
from pathlib import Path

from kraftkollen.actions.publish import publish
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import clock_from_environment
from kraftkollen.model.logs import keep_values_out_of_logs
from kraftkollen.words.problems import error_sentence

_log = logging.getLogger("kraftkollen")


def main() -> int:
    """Publish; on standard error each step with its share, on standard output why it could not be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--data", "--language", "--by"):
        parser.add_argument(name, required=True)
    given = parser.parse_args()
    keep_values_out_of_logs()
    try:
        publish(Site.at(Path(given.data), clock_from_environment()), local_actor(given.by), _tell)
    except UserError as error:
        print(json.dumps({"message": error_sentence(error, given.language)}))
        return 2
    except Exception:
        number = secrets.token_hex(4)
        _log.exception("error %s", number)
        print(json.dumps({"message": f"error {number}"}))
        return 1
    return 0


def _tell(step: str, share: float) -> None:
    print(step, share, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
