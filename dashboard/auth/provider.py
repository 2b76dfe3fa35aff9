"""The client of the provider that signs people in, as the settings name it."""

import functools
from typing import Any, Final

from authlib.integrations import starlette_client

from data import settings

_NAME: Final = "provider"
_DISCOVERY: Final = ".well-known/openid-configuration"
# The provider is waited for so long, in seconds.
_PATIENCE_S: Final = 10


@functools.cache
def client() -> Any:
    """Return the client that talks to the provider; its addresses are read when it is used."""
    known = settings.read()
    password = known.oidc_client_secret
    return starlette_client.OAuth().register(
        _NAME,
        server_metadata_url=f"{str(known.oidc_issuer).rstrip('/')}/{_DISCOVERY}",
        client_id=known.oidc_client_id,
        client_secret=password and password.get_secret_value(),
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": _PATIENCE_S,
        },
    )
