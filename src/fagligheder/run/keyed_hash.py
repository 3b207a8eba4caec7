"""Keyed hashes (HMAC-SHA256): what is the same can be recognised, and nobody else can guess at it.

A plain hash of a small file of answers gives the file away: whoever guesses the answers can check
the guess. The key is a random one of this user's own, and is never written beside a document.
"""

from __future__ import annotations

import hmac
import os
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from analysis.survey.checks import InputError
from fagligheder.files import UNFINISHED, why, write_through

#: Set to the path of a file, which then holds the key: on servers, and where users share a folder.
KEY_FILE = "FAGLIGHEDER_KEY_FILE"
_BYTES = 32


def keyed_hash(*parts: str | bytes) -> str:
    """Return the keyed hash of some texts or contents, in hexadecimal.

    Examples
    --------
    >>> keyed_hash("0727", "a") == keyed_hash("0727", "a") != keyed_hash("0727a", "")
    True
    """
    digest = hmac.new(_key(_key_file()), digestmod=sha256)
    for part in parts:
        content = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(f"{len(content)}:".encode() + content)
    return digest.hexdigest()


def keyed_file_hash(path: Path) -> str:
    """Return the keyed hash of a file's content, in hexadecimal."""
    digest = hmac.new(_key(_key_file()), digestmod=sha256)
    with path.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _key_file() -> Path | None:
    """Return the file of the key: the one that is named, or in the user's folder for such."""
    named = os.environ.get(KEY_FILE)
    if named:
        return Path(named)
    try:
        local = Path.home() / ".local" / "state"
    except RuntimeError:
        return None
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME"
    state = Path(os.environ.get(variable) or local)
    return (state if state.is_absolute() else local) / "fagligheder" / "key"


@lru_cache(maxsize=8)
def _key(path: Path | None) -> bytes:
    """Return the key, and keep it; where none can be kept, a key for this process alone."""
    named = bool(os.environ.get(KEY_FILE))
    try:
        if path is None:
            return token_bytes(_BYTES)
        if not path.exists():
            _write_key(path)
        written = path.read_text(encoding="ascii").strip()
    except OSError as error:
        if named:
            raise InputError(
                f"Nøglen {path} kan ikke læses eller laves: {why(error)}. "
                f"Ret {KEY_FILE}, eller giv adgang til filen."
            ) from None
        return token_bytes(_BYTES)
    except UnicodeDecodeError:
        written = ""
    with suppress(ValueError):
        key = bytes.fromhex(written)
        if len(key) >= _BYTES:
            return key
    raise InputError(
        f"Nøglen {path} er beskadiget: forventede mindst {2 * _BYTES} hexadecimale cifre. "
        "Hent filen fra en sikkerhedskopi, eller slet den, så laves der en ny."
    )


def _write_key(path: Path) -> None:
    """Write a new key that only this user can read, unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED)
    unfinished = Path(name)  # mkstemp gives it to this user alone
    try:
        with os.fdopen(handle, "w", encoding="ascii") as target:
            target.write(token_bytes(_BYTES).hex() + "\n")
            target.flush()
            write_through(target.fileno())
        try:
            os.link(unfinished, path)
        except FileExistsError:
            pass
        except OSError:  # a disk without hard links
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
