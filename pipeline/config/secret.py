"""Secrets: read where they are used, from where the config says, and never kept."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import UsageError

_LONGEST = 65_536  # bytes of a secret's file


def read_secret(what: str, env: str | None, file: str | None) -> str | None:
    """Return the secret in an environment variable or a file; None if neither is named.

    ``what`` is its name for the user. A line end after it is no part of it. Raises ``UsageError``,
    without the secret, for one that is missing, empty or no text.
    """
    if env is not None:
        secret = os.environ.get(env, "")
        where = f"the environment variable {env}"
    elif file is not None:
        where = file
        try:
            with Path(file).open("rb") as stream:
                secret = stream.read(_LONGEST).decode()
        except OSError as exc:
            raise UsageError(f"{what}: {file} cannot be read: {exc.strerror}") from exc
        except ValueError:
            raise UsageError(f"{what}: {file} is not text in UTF-8") from None
    else:
        return None
    secret = secret.rstrip("\r\n")
    if not secret or not secret.isprintable():
        raise UsageError(f"{what}: {where} holds none, or more than one line")
    return secret
