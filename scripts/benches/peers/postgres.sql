-- The bench's rows for PostGraphile: what it needs of Foundry's tables, in its own idiom. A role that may see the rows
-- of one account, named by a setting of the request; spokes are reached through clients and hubs, which are guarded.
CREATE TYPE source_type AS ENUM ('PDF', 'TEXT', 'TRANSCRIPT', 'URL');
CREATE TYPE hub_status AS ENUM ('KILLED', 'PROCESSING', 'READY');
CREATE TYPE pillar_status AS ENUM ('ACTIVE', 'KILLED');
CREATE TYPE platform AS ENUM ('CAROUSEL', 'INSTAGRAM', 'LINKEDIN', 'THREAD', 'TIKTOK', 'TWITTER');
CREATE TYPE content_type AS ENUM ('CAROUSEL', 'POST', 'THREAD');
CREATE TYPE spoke_status AS ENUM ('APPROVED', 'KILLED', 'PENDING', 'REJECTED');
CREATE TYPE compliance_status AS ENUM ('FAIL', 'FLAGGED', 'NOT_APPLICABLE', 'PASS');

CREATE SCHEMA people;
CREATE TABLE people.users (id text PRIMARY KEY, account_id text NOT NULL, role text NOT NULL);
CREATE TABLE people.sessions (
    token_hash text PRIMARY KEY, user_id text NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz
);
CREATE TABLE people.client_members (
    user_id text NOT NULL, client_id text NOT NULL, PRIMARY KEY (user_id, client_id)
);

CREATE TABLE clients (id text PRIMARY KEY, account_id text NOT NULL, name text NOT NULL);
CREATE TABLE hubs (
    id text PRIMARY KEY, account_id text NOT NULL, client_id text NOT NULL REFERENCES clients, title text,
    source_type source_type NOT NULL, status hub_status NOT NULL, themes text[] NOT NULL, claims text[] NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX ON hubs (client_id, id);
CREATE TABLE pillars (
    id text PRIMARY KEY, hub_id text NOT NULL REFERENCES hubs, title text NOT NULL, angle text NOT NULL,
    key_points text[] NOT NULL, order_index integer NOT NULL, status pillar_status NOT NULL
);
CREATE INDEX ON pillars (hub_id, order_index);
CREATE TABLE spokes (
    id text COLLATE "C" PRIMARY KEY, client_id text NOT NULL REFERENCES clients,
    pillar_id text NOT NULL REFERENCES pillars,
    platform platform NOT NULL, content_type content_type NOT NULL, content text NOT NULL, content_json json,
    character_count integer NOT NULL, status spoke_status NOT NULL, is_mutated boolean NOT NULL,
    is_creative_conflict boolean NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    approved_at timestamptz, approved_by text
);
CREATE INDEX ON spokes (pillar_id, platform, id);
CREATE INDEX ON spokes (client_id, status, id);
CREATE TABLE quality_scores (
    spoke_id text COLLATE "C" PRIMARY KEY REFERENCES spokes, g2_hook_strength double precision,
    g4_voice_alignment boolean, g5_platform_compliance boolean, g6_visual_metaphor double precision,
    g7_engagement_prediction double precision, g_compliance_status compliance_status NOT NULL,
    overall_pass boolean NOT NULL, evaluated_at timestamptz NOT NULL
);

-- VOLATILE, so that it is a mutation; it sees no more clients than its caller does.
CREATE FUNCTION approve_spoke(client_id text, spoke_id text) RETURNS spokes LANGUAGE plpgsql AS $$
DECLARE
    approved spokes;
BEGIN
    PERFORM 1 FROM clients c WHERE c.id = approve_spoke.client_id;
    IF NOT FOUND THEN RAISE EXCEPTION 'There is no such thing.'; END IF;
    UPDATE spokes s SET status = 'APPROVED', approved_at = now(), updated_at = now(),
        approved_by = current_setting('bench.user')
    FROM quality_scores q
    WHERE s.id = approve_spoke.spoke_id AND s.client_id = approve_spoke.client_id
        AND s.status IN ('PENDING', 'REJECTED') AND q.spoke_id = s.id AND q.overall_pass
    RETURNING s.* INTO approved;
    IF NOT FOUND THEN RAISE EXCEPTION 'This cannot be approved.'; END IF;
    RETURN approved;
END $$;

CREATE ROLE bench LOGIN;
GRANT USAGE ON SCHEMA public, people TO bench;
GRANT SELECT ON ALL TABLES IN SCHEMA public, people TO bench;
GRANT UPDATE ON spokes TO bench;
ALTER TABLE clients ENABLE ROW LEVEL SECURITY;
ALTER TABLE hubs ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON clients USING (
    account_id = current_setting('bench.account') AND (
        current_setting('bench.every_client') = 'true' OR EXISTS (
            SELECT 1 FROM people.client_members m WHERE m.user_id = current_setting('bench.user') AND m.client_id = id
        )
    )
);
CREATE POLICY seen ON hubs USING (
    account_id = current_setting('bench.account') AND (
        current_setting('bench.every_client') = 'true' OR EXISTS (
            SELECT 1 FROM people.client_members m
            WHERE m.user_id = current_setting('bench.user') AND m.client_id = hubs.client_id
        )
    )
);
