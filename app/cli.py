"""`foundry`: the command line of the people who run a server."""

import asyncio
import gc
from typing import Annotated

import typer

from app import client_commands, vector_commands
from app.terminal import DataDir, console, only_server, settings_with

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Foundry turns one source into dozens of posts.")
app.add_typer(client_commands.clients, name="clients")
app.add_typer(vector_commands.hooks, name="hooks")
app.add_typer(vector_commands.vectors, name="vectors")

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on.")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on.")]


@app.command()
def serve(data: DataDir = None, host: Host = None, port: Port = None) -> None:
    """Serve the API and GraphiQL in the foreground; SIGTERM ends it."""
    gc.disable()  # what imports make is kept: looking through it for garbage is a tenth of the start
    import uvicorn

    from app.main import build_app, configure_logging

    settings = settings_with(data, host, port)
    vector_commands.refuse_other_model(settings)
    configure_logging(settings)
    application = build_app(settings)
    gc.freeze()
    # Thousands of sockets are much to look through, again and again: that would take a quarter of the time in which
    # they join, and stop everything for a tenth of a second at a time.
    gc.set_threshold(10_000, 10, 20)
    gc.enable()
    console.print(f"Foundry serves {settings.origin}/graphql and {settings.origin}/graphiql/", highlight=False)
    with only_server(settings.data_dir):
        uvicorn.run(
            application,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            ws_max_size=settings.max_body_bytes,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=5,
        )


@app.command()
def demo(
    source: Annotated[
        str | None, typer.Argument(help="A file or an address; a document of ours when left out.")
    ] = None,
    exit: Annotated[bool, typer.Option("--exit", help="End when the posts are shown.")] = False,
    data: DataDir = None,
    port: Port = None,
) -> None:
    """Show what Foundry is for: a server, two clients, one document, two dozen scored posts."""
    from app.demo import run

    raise typer.Exit(asyncio.run(run(source, leave=exit, data=data, port=port)))


@app.command()
def migrate(data: DataDir = None) -> None:
    """Bring the global database and every client's up to date."""
    from app.maintenance import migrate_all

    raise typer.Exit(asyncio.run(migrate_all(settings_with(data), console)))


@app.command()
def doctor(data: DataDir = None) -> None:
    """Look whether this machine and this data folder can serve, and say what to do where they cannot."""
    from app.maintenance import examine

    raise typer.Exit(asyncio.run(examine(settings_with(data), console)))


@app.command()
def token(email: str, data: DataDir = None, hours: int = 24) -> None:
    """Print a session token for a person who has an account here."""
    from app.maintenance import new_token

    raise typer.Exit(asyncio.run(new_token(settings_with(data), email, hours, console)))


def main() -> None:
    app()


if __name__ == "__main__":
    main()
