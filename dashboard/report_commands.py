"""Owns the commands about reports, as `bhxh-monitor report` takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

from dashboard import command_types

_FORMATS: Final = ("table", "csv", "json")
_PRODUCTS: Final = ("IS", "BI", "AR", "IL")
_DAY: Final = command_types.Day()


@click.group()
def report() -> None:
    """Print a report: remittance-lag, recording-lag or 01-xn."""


def _lag_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that both lag reports take."""
    for option in reversed((
        click.option("--from", "start", type=_DAY, required=True, help="First day of payment."),
        click.option("--to", "end", type=_DAY, required=True, help="Last day of payment."),
        click.option("--as-of", type=_DAY, help="As known that evening.  [default: today]"),
        click.option("--by", type=click.Choice(("office", "org", "collector")), required=True),
        click.option("--office", help="An office and all below it."),
        click.option("--org", help="A collection organisation."),
        click.option("--product", type=click.Choice(_PRODUCTS, case_sensitive=False)),
        command_types.AS_USER,
        _format_option(),
    )):  # fmt: skip
        command = option(command)
    return command


def _format_option() -> Callable[[Any], Any]:
    return click.option(
        "--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True
    )


@report.command(name="remittance-lag")
@_lag_options
def remittance_lag(form: str, **filters: Any) -> None:
    """How long payments of a period took to be remitted."""
    from dashboard import reporting

    reporting.remittance_lag(form, **filters)


@report.command(name="recording-lag")
@_lag_options
def recording_lag(form: str, **filters: Any) -> None:
    """How long payments of a period took to get their confirmation codes."""
    from dashboard import reporting

    reporting.recording_lag(form, **filters)


@report.command(name="01-xn")
@click.option("--date", type=_DAY, required=True, help="The day of recording.")
@click.option("--by", type=click.Choice(("office", "org", "code")), required=True)
@click.option("--office", help="An office and all below it.")
@click.option("--org", help="A collection organisation.")
@command_types.AS_USER
@_format_option()
def form_01xn(form: str, **filters: Any) -> None:
    """What form 01-XN of a day says, and how it was sent."""
    from dashboard import reporting

    reporting.form_01xn(form, **filters)
