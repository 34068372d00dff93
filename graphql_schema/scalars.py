"""The product's enumerations, made GraphQL's: the names are those of the members, the values stay the stored ones."""

import strawberry

from app import vocabulary

SERVED = (
    vocabulary.AccountType,
    vocabulary.Role,
    vocabulary.ClientStatus,
    vocabulary.Tier,
    vocabulary.SubscriptionStatus,
    vocabulary.UsageType,
    vocabulary.SourceType,
    vocabulary.RegistryStatus,
    vocabulary.HubStatus,
    vocabulary.PillarStatus,
    vocabulary.Platform,
    vocabulary.ContentType,
    vocabulary.SpokeStatus,
    vocabulary.Gate,
    vocabulary.ComplianceStatus,
    vocabulary.Industry,
    vocabulary.Severity,
    vocabulary.JobStatus,
)

for enumeration in SERVED:
    strawberry.enum(enumeration)
