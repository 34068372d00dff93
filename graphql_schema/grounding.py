"""Knowing when the voice is being lost: drift, its alerts, and what people's edits say should be changed."""

from datetime import datetime

import strawberry

from app.grounding import models
from app.vocabulary import AlertKind
from graphql_schema.fields import column
from graphql_schema.reading import Row


@strawberry.type(description="How far the voice has drifted, over the last seven days.")
class DriftStatus:
    drift_score: float = strawberry.field(
        description="0 to 1: 0.6 x the mean edit distance + 0.4 x (1 - the zero-edit rate); what is null counts as 0."
    )
    needs_calibration: bool = strawberry.field(description="Whether the score is above 0.4.")
    trigger: str | None = strawberry.field(
        description="Why calibration is due: high_edit_distance or low_zero_edit_rate; null where it is not."
    )
    suggestion: str | None = strawberry.field(description="What to do; null where there is nothing to be done.")
    average_edit_distance: float | None = strawberry.field(
        description="Of the edits, 0 to 1; null where nobody has edited."
    )
    zero_edit_rate: float | None = strawberry.field(
        description="Of what was approved, the part that nobody had edited; null where nothing was approved."
    )
    days_since_calibration: int | None = strawberry.field(description="Whole days; null where there was none.")


@strawberry.type(description="A bound that was crossed, and when; the figures are those of that moment.")
class DriftAlertRecord(Row, of=models.DriftAlertRow):
    id: strawberry.ID
    kind: AlertKind
    trigger_name: str = column("As the trigger of DriftAlert.")
    drift_score: float | None
    average_edit_distance: float | None
    zero_edit_rate: float | None
    raised_at: datetime
    cleared_at: datetime | None = column("When it was found crossed back; null as long as it holds.")
