"""Settings: environment variables `BHXH_*`, or a file `.env` in the working folder."""

import datetime as dt
import functools
import os
from pathlib import Path
from typing import Annotated, Final

import pydantic
import pydantic_settings

from data import problems
from data.problems import N_

_PREFIX: Final = "BHXH_"


def _without_path(url: pydantic.AnyHttpUrl) -> pydantic.AnyHttpUrl:
    """Require the address of a site's root: the dashboard is there, and links are added to it."""
    if (url.path or "/") != "/" or url.query or url.fragment or url.username or url.password:
        raise ValueError
    return url


class Settings(pydantic_settings.BaseSettings):
    """The settings of this process; every field is optional."""

    model_config = pydantic_settings.SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    store_url: pydantic.SecretStr | None = None
    home: Path | None = None
    public_url: Annotated[pydantic.AnyHttpUrl, pydantic.AfterValidator(_without_path)] | None = None
    today: dt.date | None = None


def read() -> Settings:
    """Return the settings of this process.

    Raises:
        problems.Problem: a variable holds a value that cannot be read; the sentence names it.
    """
    named = {name: value for name, value in os.environ.items() if name.startswith(_PREFIX)}
    return _read(frozenset(named.items()), Path.cwd())


# A page asks for today ten times, and reading takes milliseconds.
@functools.lru_cache(maxsize=1)
def _read(_variables: frozenset[tuple[str, str]], _folder: Path) -> Settings:
    try:
        return Settings()
    except pydantic.ValidationError as error:
        names = ", ".join(sorted({f"BHXH_{fault['loc'][0]}".upper() for fault in error.errors()}))
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_("Correct {names} in the environment or in the file .env."),
            names=names,
        ) from error
