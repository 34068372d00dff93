"""The product's enumerations, made GraphQL's: the names are those of the members, the values stay the stored ones.

And a number for money: millionths of a dollar soon outgrow an Int, and are no Float.
"""

from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

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
    vocabulary.ExportFormat,
    vocabulary.MarkerCategory,
    vocabulary.StanceCategory,
    vocabulary.BrandSource,
    vocabulary.VectorIndex,
    vocabulary.ReviewBucket,
    vocabulary.LinkPermission,
    vocabulary.CommentKind,
    vocabulary.Decision,
    vocabulary.Trend,
    vocabulary.AlertKind,
    vocabulary.ProposalKind,
    vocabulary.ProposalStatus,
)

for enumeration in SERVED:
    strawberry.enum(enumeration)

BigInt = NewType("BigInt", int)
SCALARS: dict[object, ScalarDefinition] = {
    BigInt: strawberry.scalar(
        name="BigInt", description="A whole number of up to 64 bits.", serialize=int, parse_value=int
    )
}
