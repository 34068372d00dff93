"""Which models live in which plane, and the steps that make their tables."""

GLOBAL_MODELS = [
    "app.accounts.models",
    "app.clients.models",
    "app.billing.models",
    "app.audit.models",
    "app.hubs.registry",
    "app.exports.registry",
    "app.vectors.models",
]
TENANT_MODELS = [
    "app.trail.models",
    "app.brand.models",
    "app.hubs.models",
    "app.spokes.models",
    "app.review.models",
    "app.analytics.models",
    "app.exports.models",
    "app.recall.models",
    "app.grounding.models",
]
GLOBAL_STEPS = "tenancy.migrations.global_plane"
TENANT_STEPS = "tenancy.migrations.tenant"
