"""The global plane: accounts, people, clients, billing, the hub registry and the audit log. No client content."""

from collections.abc import Iterable


def statements(dialect: str) -> Iterable[str]:
    yield """
        CREATE TABLE accounts (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            type TEXT NOT NULL CHECK (type IN ('individual', 'agency')),
            owner_id TEXT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )"""
    yield """
        CREATE TABLE users (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            email TEXT NOT NULL UNIQUE,
            name TEXT,
            role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'creator', 'viewer')),
            password_hash TEXT,
            created_at BIGINT NOT NULL,
            last_login_at BIGINT
        )"""
    yield "CREATE INDEX idx_users_account ON users (account_id, id)"
    yield from _credentials()
    yield from _clients()
    yield from _billing()


def _credentials() -> Iterable[str]:
    yield """
        CREATE TABLE sessions (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            token_hash TEXT NOT NULL UNIQUE,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            revoked_at BIGINT
        )"""
    yield "CREATE INDEX idx_sessions_user ON sessions (user_id)"
    yield "CREATE INDEX idx_sessions_expires ON sessions (expires_at)"
    yield """
        CREATE TABLE invitations (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            email TEXT NOT NULL,
            name TEXT,
            role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'creator', 'viewer')),
            client_ids TEXT NOT NULL,
            token_hash TEXT NOT NULL UNIQUE,
            invited_by TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            accepted_at BIGINT
        )"""
    yield "CREATE INDEX idx_invitations_account ON invitations (account_id)"
    yield """
        CREATE TABLE api_keys (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_by TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            prefix TEXT NOT NULL,
            secret_hash TEXT NOT NULL UNIQUE,
            created_at BIGINT NOT NULL,
            last_used_at BIGINT,
            revoked_at BIGINT
        )"""
    yield "CREATE INDEX idx_api_keys_account ON api_keys (account_id, id)"


def _clients() -> Iterable[str]:
    yield """
        CREATE TABLE clients (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            durable_object_id TEXT NOT NULL,
            vectorize_namespace TEXT NOT NULL,
            r2_prefix TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('active', 'paused', 'archived')),
            industry TEXT,
            brand_color TEXT,
            contact_email TEXT,
            created_at BIGINT NOT NULL,
            provisioned_at BIGINT
        )"""
    yield "CREATE INDEX idx_clients_account ON clients (account_id, id)"
    yield "CREATE INDEX idx_clients_account_status ON clients (account_id, status, id)"
    yield """
        CREATE TABLE client_members (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
            created_at BIGINT NOT NULL,
            UNIQUE (user_id, client_id)
        )"""
    yield "CREATE INDEX idx_client_members_client ON client_members (client_id)"
    yield """
        CREATE TABLE hub_registry (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
            source_type TEXT NOT NULL CHECK (source_type IN ('pdf', 'url', 'transcript', 'text')),
            status TEXT NOT NULL CHECK (status IN ('processing', 'ready', 'archived')),
            spoke_count INTEGER NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL,
            completed_at BIGINT
        )"""
    yield "CREATE INDEX idx_hub_registry_account ON hub_registry (account_id, id)"
    yield "CREATE INDEX idx_hub_registry_account_client ON hub_registry (account_id, client_id, id)"
    yield "CREATE INDEX idx_hub_registry_client_status ON hub_registry (client_id, status)"
    yield "CREATE INDEX idx_hub_registry_status ON hub_registry (status, id)"


def _billing() -> Iterable[str]:
    yield """
        CREATE TABLE subscriptions (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
            stripe_customer_id TEXT NOT NULL,
            stripe_subscription_id TEXT,
            tier TEXT NOT NULL CHECK (tier IN ('creator', 'pro', 'agency', 'enterprise')),
            status TEXT NOT NULL CHECK (status IN ('active', 'past_due', 'canceled')),
            hubs_limit INTEGER,
            clients_limit INTEGER,
            current_period_start BIGINT,
            current_period_end BIGINT
        )"""
    yield "CREATE INDEX idx_subscriptions_customer ON subscriptions (stripe_customer_id)"
    yield """
        CREATE TABLE usage_events (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            client_id TEXT REFERENCES clients (id) ON DELETE SET NULL,
            event_type TEXT NOT NULL CHECK (event_type IN ('hub_created', 'spoke_generated', 'voice_calibration')),
            quantity INTEGER NOT NULL DEFAULT 1,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_usage_events_client ON usage_events (client_id)"
    yield "CREATE INDEX idx_usage_events_account ON usage_events (account_id, id)"
    yield "CREATE INDEX idx_usage_events_type ON usage_events (account_id, event_type, created_at)"
    yield """
        CREATE TABLE stripe_events (
            id TEXT NOT NULL PRIMARY KEY,
            type TEXT NOT NULL,
            received_at BIGINT NOT NULL
        )"""
    yield """
        CREATE TABLE audit_log (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL,
            at BIGINT NOT NULL,
            actor_id TEXT,
            actor_label TEXT NOT NULL,
            action TEXT NOT NULL,
            client_id TEXT,
            subject_id TEXT,
            detail TEXT
        )"""
    yield "CREATE INDEX idx_audit_log_account ON audit_log (account_id, id)"
    yield "CREATE INDEX idx_audit_log_account_client ON audit_log (account_id, client_id, id)"
