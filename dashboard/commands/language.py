"""The language of the command line, also of what click says: it takes that from the terminal.

The help of commands is written in English where they are, without a marker: `text.messages`
collects it, and `translated` gives a command whose help is in the language in use.
"""

import copy
import inspect
import os
import sys
from types import ModuleType
from typing import Final

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from data.problems import N_

# Those that have words of their own for whoever gives commands.
SPEAKING: Final[tuple[ModuleType, ...]] = (
    core, decorators, exceptions, formatting, parser, termui, types,
)  # fmt: skip
_TEXT: Final = "dashboard.text"
# What click writes in capitals, for what is to be put there.
_OPTIONS: Final = N_("[OPTIONS]")
_COMMAND: Final = N_("COMMAND [ARGS]...")
_TYPES: Final = {
    "text": N_("TEXT"), "integer": N_("INTEGER"), "date": N_("DATE"), "file": N_("FILE"),
    "directory": N_("FOLDER"), "path": N_("PATH"),
}  # fmt: skip


def use() -> None:
    """Use the language of the terminal: Vietnamese if it is set, else English."""
    from dashboard import text

    text.use("vi" if is_vietnamese() else "en")
    for module in SPEAKING:
        # As gettext would be asked, which knows catalogues in files of their own alone.
        vars(module).update(_=text._, ngettext=text.ngettext)


def use_before_parsing() -> None:
    """Use the language already for what click says of arguments; English is quick to start."""
    if is_vietnamese() or _TEXT in sys.modules:
        use()


def is_vietnamese() -> bool:
    """Return whether the terminal is set to Vietnamese."""
    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return spoken.lower().startswith("vi")


def translated(command: click.Command) -> click.Command:
    """Return a command and those below it with their help in the language of the terminal."""
    if not is_vietnamese():
        return command
    shown = copy.copy(command)
    shown.help = _translated(command.help)
    # click keeps the one that it has made, in the language of that time.
    shown._help_option = None  # noqa: SLF001
    shown.options_metavar = _translated(_OPTIONS)
    shown.params = [_of_param(param) for param in command.params]
    if isinstance(shown, click.Group):
        shown.subcommand_metavar = _translated(_COMMAND) or ""
        shown.commands = {name: translated(each) for name, each in shown.commands.items()}
    return shown


def _of_param(param: click.Parameter) -> click.Parameter:
    shown = copy.copy(param)
    if isinstance(shown, click.Option):
        shown.help = _translated(shown.help)
        if shown.metavar is None and not shown.is_flag:
            shown.metavar = _translated(_TYPES.get(shown.type.name))
    return shown


def _translated(said: str | None) -> str | None:
    from dashboard import text

    return said and text._(inspect.cleandoc(said))
