"""Commands that stand in modules of their own, read when they are called: none waits for libraries that others need."""

from importlib import import_module
from types import MappingProxyType
from typing import Final

import click

from kraftkollen.cli.answer import Answering

# By name, the module where the command stands under that name.
_MODULES: Final = MappingProxyType(
    {
        "approve": "life_commands",
        "attack": "attack_command",
        "backup": "safety_commands",
        "batches": "life_commands",
        "checkpoint": "checkpoint_command",
        "document": "document_command",
        "edition": "edition_commands",
        "effect": "effect_command",
        "erase": "life_commands",
        "export": "export_command",
        "fetch": "fetch_command",
        "follow": "follow_command",
        "health": "safety_commands",
        "ledger": "register_commands",
        "outside": "fetch_command",
        "register": "register_file_commands",
        "reject": "life_commands",
        "restore": "safety_commands",
        "revert": "life_commands",
        "series": "figures_commands",
        "sheet": "sheet_command",
        "template": "figures_commands",
        "verify": "life_commands",
    }
)


class Elsewhere(Answering):
    """The group of all commands, of which most stand elsewhere."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_MODULES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return super().get_command(ctx, cmd_name)
        found = getattr(import_module(f"kraftkollen.cli.{_MODULES[cmd_name]}"), cmd_name)
        assert isinstance(found, click.Command)
        return found
