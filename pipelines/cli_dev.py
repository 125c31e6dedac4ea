"""The command `carbonpeak dev`: Dagster's own web page on the pipeline."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from pipelines import home

HOST, LAST = "127.0.0.1", 65535


def dev(port: Annotated[int, typer.Option(help=f"Where Dagster's own web page listens, 1 to {LAST}.")] = 3000) -> None:
    """Open Dagster's own web page on the asset graph, the runs, the schedule and the sensor."""
    problem = wrong(port)  # Dagster itself goes on without a page, or ends with a heap of messages
    if problem:
        typer.secho(f"--port {port}: {problem}.", fg=typer.colors.RED, err=True)
        raise typer.Exit(1)
    home.prepare()
    os.chdir(home.ROOT)
    workspace = str(home.ROOT / "workspace.yaml")
    quiet = "ignore:Function `dev_command`"  # it recommends another tool of its makers
    where = ["--workspace", workspace, "--host", HOST, "--port", str(port)]
    os.execv(sys.executable, [sys.executable, "-W", quiet, "-m", "dagster", "dev", *where])


def wrong(port: int) -> str | None:
    """Why the page cannot listen there, or None."""
    if not 1 <= port <= LAST:
        return f"there is no such port; name one from 1 to {LAST}"
    with socket.socket() as listener:
        listener.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as the page will: one that has just ended is free
        try:
            listener.bind((HOST, port))
        except OSError as error:
            return f"nothing can listen there ({error.strerror}); name another port"
    return None
