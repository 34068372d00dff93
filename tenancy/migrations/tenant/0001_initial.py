"""A client's own database: brand DNA, content, quality, work and review."""

from collections.abc import Iterable

SOURCES = "('detected', 'manual', 'voice')"
GATES = "('g2', 'g4', 'g5', 'g6', 'g7', 'g_compliance')"
JOB_STATUSES = "('queued', 'processing', 'complete', 'failed', 'canceled')"


def json_check(column: str) -> str:
    return f"CHECK ({column} IS NULL OR json_valid({column}))"


def statements(dialect: str) -> Iterable[str]:
    yield from _brand()
    yield from _rules()
    yield from _hubs()
    yield from _spokes()
    yield from _quality()
    yield from _review()


def _brand() -> Iterable[str]:
    yield f"""
        CREATE TABLE brand_dna (
            id TEXT NOT NULL PRIMARY KEY CHECK (id = 'primary'),
            strength_score REAL CHECK (strength_score BETWEEN 0 AND 100),
            tone_profile TEXT {json_check("tone_profile")},
            signature_patterns TEXT {json_check("signature_patterns")},
            topics_to_avoid TEXT {json_check("topics_to_avoid")},
            last_calibration_at BIGINT,
            calibration_source TEXT CHECK (calibration_source IN ('content_upload', 'voice_note', 'manual')),
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )"""
    yield f"""
        CREATE TABLE voice_markers (
            id TEXT NOT NULL PRIMARY KEY,
            phrase TEXT NOT NULL,
            category TEXT NOT NULL CHECK (category IN ('signature', 'tone', 'structure')),
            weight REAL NOT NULL DEFAULT 1.0,
            source TEXT NOT NULL CHECK (source IN {SOURCES}),
            example TEXT,
            created_at BIGINT NOT NULL
        )"""
    yield f"""
        CREATE TABLE banned_words (
            id TEXT NOT NULL PRIMARY KEY,
            word TEXT NOT NULL,
            reason TEXT,
            severity TEXT NOT NULL CHECK (severity IN ('hard', 'soft')),
            source TEXT NOT NULL CHECK (source IN {SOURCES}),
            created_at BIGINT NOT NULL
        )"""
    yield f"""
        CREATE TABLE brand_stances (
            id TEXT NOT NULL PRIMARY KEY,
            stance TEXT NOT NULL,
            category TEXT NOT NULL CHECK (category IN ('contrarian', 'authority', 'challenger', 'mentor')),
            keywords TEXT {json_check("keywords")},
            source TEXT NOT NULL CHECK (source IN {SOURCES}),
            created_at BIGINT NOT NULL
        )"""
    yield f"""
        CREATE TABLE personas (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            description TEXT,
            attributes TEXT {json_check("attributes")},
            is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
            created_at BIGINT NOT NULL
        )"""


def _rules() -> Iterable[str]:
    yield """
        CREATE TABLE training_samples (
            id TEXT NOT NULL PRIMARY KEY,
            calibration_id TEXT,
            text TEXT NOT NULL,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_training_samples_calibration ON training_samples (calibration_id)"
    yield f"""
        CREATE TABLE calibration_events (
            id TEXT NOT NULL PRIMARY KEY,
            trigger_type TEXT NOT NULL CHECK (trigger_type IN ('manual', 'drift_alert', 'zero_edit_drop')),
            input_type TEXT NOT NULL CHECK (input_type IN ('voice', 'text')),
            input_r2_key TEXT,
            transcript TEXT,
            entities_extracted TEXT {json_check("entities_extracted")},
            dna_score_before REAL,
            dna_score_after REAL,
            spokes_reevaluated INTEGER NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL
        )"""
    yield f"""
        CREATE TABLE rubric_overrides (
            id TEXT NOT NULL PRIMARY KEY,
            gate TEXT NOT NULL UNIQUE CHECK (gate IN {GATES}),
            threshold REAL NOT NULL,
            reason TEXT,
            created_at BIGINT NOT NULL
        )"""
    yield f"""
        CREATE TABLE compliance_config (
            id TEXT NOT NULL PRIMARY KEY CHECK (id = 'primary'),
            industry TEXT NOT NULL CHECK (industry IN ('financial', 'healthcare', 'legal')),
            required_disclosures TEXT {json_check("required_disclosures")},
            updated_at BIGINT NOT NULL
        )"""


def _hubs() -> Iterable[str]:
    yield f"""
        CREATE TABLE hubs (
            id TEXT NOT NULL PRIMARY KEY,
            registry_id TEXT NOT NULL,
            title TEXT,
            source_type TEXT NOT NULL CHECK (source_type IN ('pdf', 'url', 'transcript', 'text')),
            source_content TEXT,
            source_r2_key TEXT,
            source_url TEXT,
            language TEXT,
            themes TEXT {json_check("themes")},
            claims TEXT {json_check("claims")},
            status TEXT NOT NULL CHECK (status IN ('processing', 'ready', 'killed')),
            killed_at BIGINT,
            kill_reason TEXT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_hubs_status ON hubs (status, id)"
    yield from _pillars()


def _pillars() -> Iterable[str]:
    yield f"""
        CREATE TABLE pillars (
            id TEXT NOT NULL PRIMARY KEY,
            hub_id TEXT NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            angle TEXT NOT NULL,
            key_points TEXT {json_check("key_points")},
            spans TEXT {json_check("spans")},
            order_index INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('active', 'killed')),
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_pillars_hub ON pillars (hub_id, order_index)"
    yield from _queue()


def _queue() -> Iterable[str]:
    yield f"""
        CREATE TABLE generation_queue (
            id TEXT NOT NULL PRIMARY KEY,
            hub_id TEXT REFERENCES hubs (id) ON DELETE CASCADE,
            workflow_id TEXT,
            kind TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN {JOB_STATUSES}),
            current_phase TEXT,
            progress_percent INTEGER NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
            message TEXT,
            error_message TEXT,
            params TEXT {json_check("params")},
            plan TEXT {json_check("plan")},
            spokes_done INTEGER NOT NULL DEFAULT 0,
            spokes_failed INTEGER NOT NULL DEFAULT 0,
            spokes_total INTEGER NOT NULL DEFAULT 0,
            run INTEGER NOT NULL DEFAULT 1,
            version INTEGER NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            started_at BIGINT,
            completed_at BIGINT
        )"""
    yield "CREATE INDEX idx_generation_queue_hub ON generation_queue (hub_id, id)"
    yield "CREATE INDEX idx_generation_queue_status ON generation_queue (status, id)"


def _spokes() -> Iterable[str]:
    yield f"""
        CREATE TABLE spokes (
            id TEXT NOT NULL PRIMARY KEY,
            hub_id TEXT REFERENCES hubs (id) ON DELETE CASCADE,
            pillar_id TEXT REFERENCES pillars (id) ON DELETE CASCADE,
            parent_spoke_id TEXT,
            job_id TEXT,
            slot INTEGER,
            is_settled INTEGER NOT NULL DEFAULT 1 CHECK (is_settled IN (0, 1)),
            platform TEXT NOT NULL
                CHECK (platform IN ('twitter', 'linkedin', 'tiktok', 'instagram', 'carousel', 'thread')),
            content_type TEXT NOT NULL
                CHECK (content_type IN ('post', 'script', 'carousel', 'thread', 'thumbnail')),
            content TEXT NOT NULL,
            content_json TEXT {json_check("content_json")},
            character_count INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'killed')),
            is_mutated INTEGER NOT NULL DEFAULT 0 CHECK (is_mutated IN (0, 1)),
            is_creative_conflict INTEGER NOT NULL DEFAULT 0 CHECK (is_creative_conflict IN (0, 1)),
            visual_archetype TEXT,
            visual_concept TEXT,
            sources TEXT {json_check("sources")},
            written_by TEXT,
            approved_at BIGINT,
            approved_by TEXT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_spokes_parent ON spokes (parent_spoke_id)"
    yield "CREATE INDEX idx_spokes_job ON spokes (job_id, is_settled)"
    yield "CREATE INDEX idx_spokes_hub ON spokes (hub_id, pillar_id, platform, id)"
    yield "CREATE INDEX idx_spokes_hub_id ON spokes (hub_id, id)"
    yield "CREATE INDEX idx_spokes_pillar ON spokes (pillar_id, platform, id)"
    yield "CREATE INDEX idx_spokes_pillar_id ON spokes (pillar_id, id)"
    yield "CREATE INDEX idx_spokes_status ON spokes (status, id)"
    yield "CREATE INDEX idx_spokes_platform ON spokes (platform, status, id)"
    yield "CREATE INDEX idx_spokes_platform_id ON spokes (platform, id)"
    yield from _around_spokes()


def _around_spokes() -> Iterable[str]:
    yield """
        CREATE TABLE mutation_registry (
            id TEXT NOT NULL PRIMARY KEY,
            spoke_id TEXT NOT NULL REFERENCES spokes (id) ON DELETE CASCADE,
            original_content TEXT NOT NULL,
            edited_content TEXT NOT NULL,
            edit_distance REAL NOT NULL CHECK (edit_distance BETWEEN 0 AND 1),
            editor_user_id TEXT,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_mutation_registry_spoke ON mutation_registry (spoke_id, id)"
    yield "CREATE INDEX idx_mutation_registry_created ON mutation_registry (created_at)"
    yield """
        CREATE TABLE content_assets (
            id TEXT NOT NULL PRIMARY KEY,
            spoke_id TEXT NOT NULL REFERENCES spokes (id) ON DELETE CASCADE,
            asset_type TEXT NOT NULL CHECK (asset_type IN ('thumbnail', 'carousel_slide', 'quote_card')),
            r2_key TEXT NOT NULL,
            visual_archetype TEXT,
            alt_text TEXT,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_content_assets_spoke ON content_assets (spoke_id, id)"


def _quality() -> Iterable[str]:
    yield f"""
        CREATE TABLE quality_scores (
            id TEXT NOT NULL PRIMARY KEY,
            spoke_id TEXT NOT NULL UNIQUE REFERENCES spokes (id) ON DELETE CASCADE,
            g2_hook_strength REAL CHECK (g2_hook_strength BETWEEN 0 AND 100),
            g4_voice_alignment INTEGER CHECK (g4_voice_alignment IN (0, 1)),
            g5_platform_compliance INTEGER CHECK (g5_platform_compliance IN (0, 1)),
            g6_visual_metaphor REAL CHECK (g6_visual_metaphor BETWEEN 0 AND 100),
            g7_engagement_prediction REAL CHECK (g7_engagement_prediction BETWEEN 0 AND 100),
            g_compliance_status TEXT NOT NULL CHECK (g_compliance_status IN ('pass', 'fail', 'flagged', 'n/a')),
            overall_pass INTEGER NOT NULL CHECK (overall_pass IN (0, 1)),
            rubric TEXT {json_check("rubric")},
            violations TEXT {json_check("violations")},
            evaluated_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_quality_scores_g2 ON quality_scores (g2_hook_strength)"
    yield "CREATE INDEX idx_quality_scores_g7 ON quality_scores (g7_engagement_prediction)"
    yield f"""
        CREATE TABLE feedback_log (
            id TEXT NOT NULL PRIMARY KEY,
            spoke_id TEXT NOT NULL REFERENCES spokes (id) ON DELETE CASCADE,
            gate TEXT NOT NULL CHECK (gate IN {GATES}),
            score REAL,
            reason TEXT NOT NULL,
            suggestion TEXT,
            attempt_number INTEGER NOT NULL,
            resolved INTEGER NOT NULL DEFAULT 0 CHECK (resolved IN (0, 1)),
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_feedback_log_spoke ON feedback_log (spoke_id, id)"
    yield "CREATE INDEX idx_feedback_log_resolved ON feedback_log (resolved, id)"
    yield f"""
        CREATE TABLE drafts (
            id TEXT NOT NULL PRIMARY KEY,
            spoke_id TEXT NOT NULL REFERENCES spokes (id) ON DELETE CASCADE,
            attempt_number INTEGER NOT NULL,
            content TEXT NOT NULL,
            violations TEXT {json_check("violations")},
            created_at BIGINT NOT NULL,
            UNIQUE (spoke_id, attempt_number)
        )"""


def _review() -> Iterable[str]:
    yield """
        CREATE TABLE review_links (
            id TEXT NOT NULL PRIMARY KEY,
            hub_id TEXT,
            email TEXT,
            permission TEXT NOT NULL CHECK (permission IN ('view', 'comment', 'approve')),
            token_hash TEXT NOT NULL UNIQUE,
            created_by TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            revoked_at BIGINT
        )"""
    yield "CREATE INDEX idx_review_links_hub ON review_links (hub_id)"
    yield """
        CREATE TABLE comments (
            id TEXT NOT NULL PRIMARY KEY,
            spoke_id TEXT NOT NULL REFERENCES spokes (id) ON DELETE CASCADE,
            author TEXT NOT NULL,
            body TEXT NOT NULL,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_comments_spoke ON comments (spoke_id, id)"
    yield f"""
        CREATE TABLE kill_log (
            id TEXT NOT NULL PRIMARY KEY,
            subject_kind TEXT NOT NULL CHECK (subject_kind IN ('hub', 'pillar', 'spoke')),
            subject_id TEXT NOT NULL,
            actor_id TEXT,
            reason TEXT,
            changed TEXT NOT NULL {json_check("changed")},
            created_at BIGINT NOT NULL,
            restored_at BIGINT
        )"""
    yield "CREATE INDEX idx_kill_log_subject ON kill_log (subject_id, id)"
    yield from _figures()


def _figures() -> Iterable[str]:
    yield """
        CREATE TABLE review_velocity (
            id TEXT NOT NULL PRIMARY KEY,
            session_id TEXT,
            decisions_count INTEGER NOT NULL DEFAULT 0,
            total_time_ms INTEGER NOT NULL DEFAULT 0,
            avg_time_per_decision_ms INTEGER,
            bulk_approve_count INTEGER NOT NULL DEFAULT 0,
            kill_chain_count INTEGER NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL
        )"""
    yield "CREATE INDEX idx_review_velocity_session ON review_velocity (session_id)"
    yield "CREATE INDEX idx_review_velocity_created ON review_velocity (created_at)"
    yield """
        CREATE TABLE zero_edit_tracking (
            id TEXT NOT NULL PRIMARY KEY,
            period_start BIGINT NOT NULL UNIQUE,
            period_end BIGINT NOT NULL,
            total_approved INTEGER NOT NULL,
            approved_without_edit INTEGER NOT NULL,
            zero_edit_rate REAL,
            created_at BIGINT NOT NULL
        )"""
    yield f"""
        CREATE TABLE exports (
            id TEXT NOT NULL PRIMARY KEY,
            format TEXT NOT NULL CHECK (format IN ('csv', 'json', 'ics', 'zip', 'pdf')),
            status TEXT NOT NULL CHECK (status IN {JOB_STATUSES}),
            filters TEXT {json_check("filters")},
            item_count INTEGER NOT NULL DEFAULT 0,
            r2_key TEXT,
            requested_by TEXT,
            error_message TEXT,
            created_at BIGINT NOT NULL,
            completed_at BIGINT
        )"""
