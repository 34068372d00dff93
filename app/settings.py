"""Every setting of Foundry: read once from `FOUNDRY_*` variables, frozen from then on. Nothing else reads them."""

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.kit.smtp_urls import SmtpPlace

MODEL_KINDS = ("openai", "anthropic")
LOCAL_TRANSCRIPTION = "local"
MIN_AUDIT_DAYS = 90
Listed = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Lists are written with commas. Sizes are bytes, times are seconds unless the name says otherwise."""

    # What is wrong with a setting is told without its value, which may be a secret.
    model_config = SettingsConfigDict(env_prefix="FOUNDRY_", frozen=True, extra="ignore", hide_input_in_errors=True)

    data_dir: Path = Field(Path("data"), description="Folder of the databases and objects.")
    database_url: str = Field(
        "",
        description="Global database, `postgres://user:password@host:port/name`; empty means a file in the data folder",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, description="Port to listen on.")
    public_url: str = Field("", description="Address that people reach this server at; empty means host and port.")

    cors_origins: Listed = Field(
        (), description="Origins of single-page apps that may call the API, such as `https://app.example`."
    )
    websocket_origins: Listed = Field(
        (),
        description="Origins that may open WebSockets; empty means those above. The server's own origin always may.",
    )
    introspection: bool = Field(True, description="Whether the schema may be asked for.")

    session_hours: int = Field(24, gt=0, description="Hours that a sign-in lasts.")
    invitation_hours: int = Field(72, gt=0, description="Hours that an invitation can be accepted.")
    recheck_s: float = Field(5.0, gt=0, description="How often a running subscription's rights are looked up again.")
    jwks_url: str = Field(
        "", description="Keys of an outside identity provider; its tokens are accepted for users that exist here."
    )
    jwt_issuer: str = Field("", description="Issuer that such a token must name.")
    jwt_audience: str = Field("", description="Audience that such a token must name.")

    max_open_clients: int = Field(
        512, gt=0, description="Client databases kept open; the least recently used are closed."
    )
    max_depth: int = Field(15, gt=0, description="Levels of fields in one operation.")
    max_aliases: int = Field(60, gt=0, description="Aliases in one operation.")
    max_tokens: int = Field(4000, gt=0, description="Tokens in one document.")
    max_body_bytes: int = Field(12_000_000, gt=0, description="Size of a JSON request.")
    max_upload_bytes: int = Field(50_000_000, gt=0, description="Size of an uploaded document.")
    max_rows: int = Field(100_000, gt=0, description="Rows in all lists of one answer together.")
    planned_reads: bool = Field(True, description="Whether queries are compiled to statements where they can be.")
    answer_cache_bytes: int = Field(
        64_000_000,
        ge=0,
        description="Memory for answers that are kept while their databases do not change; 0 for none.",
    )
    strict_reads: bool = Field(
        False, description="Whether a fault of the planner is an error, and not a reason to read the ordinary way."
    )
    max_subscriptions: int = Field(50, gt=0, description="Subscriptions on one WebSocket.")

    fetch_allowed: Listed = Field(
        (),
        description="Hosts or networks, with `:port` if wanted, that sources may name although they are not public.",
    )
    vector_url: str = Field(
        "", description="A Milvus server or cluster for the vectors; empty means files in the data folder."
    )
    vector_token: str = Field("", repr=False, description="Its token, or `user:password`.")
    embeddings_url: str = Field(
        "",
        description="An OpenAI-compatible API that makes the vectors, such as `https://host/v1`; empty means the "
        "built-in model, and no text leaves the machine.",
    )
    embeddings_model: str = Field("text-embedding-3-small", description="Its model, which must take `dimensions`.")
    embeddings_key: str = Field("", repr=False, description="Its key.")
    index_texts: bool = Field(
        True, description="Whether vectors are made in the background; if not, when they are first asked for."
    )
    workers: int = Field(4, gt=0, description="Jobs that run at the same time in this process.")
    workers_per_client: int = Field(2, gt=0, description="Jobs of one client that run at the same time.")
    writers: int = Field(4, gt=0, description="Pieces of one job that are written at the same time.")

    model: str = Field(
        "",
        description="Model that writes, `openai:NAME` (anything that speaks OpenAI's protocol) or `anthropic:NAME`; "
        "empty means the built-in writer alone.",
    )
    model_url: str = Field("", description="Address of the model's server, for OpenAI's protocol up to its `/v1`.")
    model_key: str = Field("", repr=False, description="Key of the model's server.")
    model_timeout_s: float = Field(60.0, gt=0, description="How long one answer of the model may take.")
    model_max_tokens: int = Field(4096, gt=0, description="Tokens that one answer of the model may have.")
    model_price_in: Decimal | None = Field(
        None, ge=0, description="Dollars for a million tokens sent; without both prices costs are not known."
    )
    model_price_out: Decimal | None = Field(None, ge=0, description="Dollars for a million tokens written.")
    model_concurrency: int = Field(4, gt=0, description="Calls of the model at the same time.")
    model_attempts: int = Field(
        3,
        gt=0,
        description="Times in a row that a job waits for a model, before the built-in writer takes over where the "
        "client allows it, and before answers that cannot be used fail the job.",
    )
    model_pause_s: float = Field(
        2.0, ge=0, description="First pause before the model is asked again; each doubles, up to 15 minutes."
    )
    model_wait_hours: float = Field(24.0, ge=0, description="How long a job waits for a model that cannot be had.")

    transcription: str = Field(
        "",
        description="What writes voice notes down: `local` for a recogniser on this machine (English; the extra "
        "`speech`), or `openai:NAME` for anything that speaks OpenAI's protocol; empty means nothing does.",
    )
    transcription_url: str = Field("", description="Address of the recogniser's server, up to its `/v1`.")
    transcription_key: str = Field("", repr=False, description="Key of the recogniser's server.")
    transcription_timeout_s: float = Field(300.0, gt=0, description="How long one recording may take it.")

    smtp_url: str = Field(
        "",
        repr=False,
        description="Server that sends mail, `smtp://user:password@host:587` (TLS where it is offered, and always for "
        "a password; `?starttls=required`, `offered` or `never`) or `smtps://…`; empty means that mail is written to "
        "the log.",
    )
    mail_from: str = Field("", description="Who mail is from: an address, or `Name <address>`.")

    fonts: str = Field(
        "", description="Folder of `.ttf` and `.otf` files that pictures and PDF files are set in before the built-in."
    )

    drift_check_s: int = Field(
        3600,
        ge=0,
        description="Seconds from one look at every client's drift to the next, beside those when people decide; 0 "
        "means that nobody looks, and there are no alerts.",
    )
    audit_days: int = Field(
        0, ge=0, description="Days that entries of the audit log are kept, at least 90; 0 keeps them for ever."
    )

    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_json: bool = Field(False, description="Whether the log is lines of JSON.")

    @field_validator("cors_origins", "websocket_origins", "fetch_allowed", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("smtp_url")
    @classmethod
    def _readable_place(cls, value: str) -> str:
        if value:
            SmtpPlace.of(value)
        return value

    @model_validator(mode="after")
    def _known_sender(self) -> Self:
        if self.smtp_url and "@" not in self.mail_from:
            raise ValueError("FOUNDRY_SMTP_URL needs FOUNDRY_MAIL_FROM, an address or Name <address>")
        return self

    @model_validator(mode="after")
    def _nameable_model(self) -> Self:
        kind, _, name = self.model.partition(":")
        if self.model and (kind not in MODEL_KINDS or not name):
            raise ValueError("FOUNDRY_MODEL is written openai:NAME or anthropic:NAME")
        if self.model and not (self.model_url or self.model_key):
            raise ValueError("FOUNDRY_MODEL needs FOUNDRY_MODEL_KEY, or FOUNDRY_MODEL_URL for a server without keys")
        return self

    @model_validator(mode="after")
    def _nameable_recogniser(self) -> Self:
        kind, _, name = self.transcription.partition(":")
        if self.transcription in ("", LOCAL_TRANSCRIPTION):
            return self
        if kind != "openai" or not name:
            raise ValueError("FOUNDRY_TRANSCRIPTION is written local or openai:NAME")
        if not (self.transcription_url or self.transcription_key):
            raise ValueError(
                "FOUNDRY_TRANSCRIPTION needs FOUNDRY_TRANSCRIPTION_KEY, or FOUNDRY_TRANSCRIPTION_URL for a server "
                "without keys"
            )
        return self

    @field_validator("audit_days")
    @classmethod
    def _long_enough(cls, days: int) -> int:
        if 0 < days < MIN_AUDIT_DAYS:
            raise ValueError(f"the audit log is kept for at least {MIN_AUDIT_DAYS} days, or for ever with 0")
        return days

    @cached_property
    def pieces_at_once(self) -> int:
        """A piece that a model writes is waited for; one that is written here is work for the processor."""
        return max(self.writers, self.model_concurrency) if self.model else self.writers

    @cached_property
    def global_url(self) -> str:
        return self.database_url or f"sqlite://{(self.data_dir / 'global.db').resolve()}"

    def exporting_dir(self, client_id: str) -> Path:
        """Where files of the client's pieces are written before they are whole."""
        return self.data_dir.resolve() / "exporting" / client_id

    @cached_property
    def clients_dir(self) -> Path:
        return self.data_dir.resolve() / "clients"

    @cached_property
    def origin(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
