"""What lies in a client's database: hubs in all states with their pillars, pieces and jobs, and all around a piece."""

from typing import Any

import tenancy
from app.brand.models import (
    PRIMARY,
    BannedWord,
    BrandDna,
    BrandStance,
    CalibrationEvent,
    ComplianceConfig,
    Persona,
    RubricOverride,
    TrainingSample,
    VoiceMarker,
)
from app.calibration.strength import Strength
from app.grounding.models import DnaProposal, DriftAlertRow, GroundingAudit
from app.hubs.models import Hub, Job, Pillar
from app.review.models import Comment, ReviewLink
from app.spokes.models import Draft, Feedback, MutationRecord, QualityScore, Spoke
from app.trail.models import TrailEntry
from app.vocabulary import (
    AlertKind,
    BrandSource,
    CalibrationInput,
    CalibrationSource,
    CalibrationTrigger,
    CommentKind,
    ComplianceStatus,
    ContentType,
    Gate,
    HubStatus,
    Industry,
    JobStatus,
    LinkPermission,
    MarkerCategory,
    PillarStatus,
    Platform,
    ProposalKind,
    ProposalStatus,
    Severity,
    SourceType,
    SpokeStatus,
    StanceCategory,
)
from tests.graphql_schema.fuzz.values import FLOATS, LARGE_FLOATS, Values

FULL = 9  # hubs that have as many pieces as may be; the rest have some


class Content:
    """Rows of one client, made first and then written in one transaction. `users` are ids, of leavers too."""

    def __init__(self, values: Values, users: list[str]) -> None:
        self.v = values
        self.users = users
        self.rows: dict[type[tenancy.TenantModel], list[Any]] = {
            model: []
            for model in (
                *(Hub, Pillar, Job, Spoke, QualityScore, Feedback, Draft, MutationRecord),
                *(RubricOverride, ComplianceConfig, Comment, ReviewLink),
                *(DriftAlertRow, GroundingAudit, DnaProposal),
                *(
                    BrandDna,
                    VoiceMarker,
                    BannedWord,
                    BrandStance,
                    Persona,
                    CalibrationEvent,
                    TrainingSample,
                    TrailEntry,
                ),
            )
        }

    async def write(self, client_id: str) -> None:
        async with tenancy.bind(client_id), tenancy.transaction():
            for model, rows in self.rows.items():
                await model.bulk_create(rows)

    def add(self, model: type[tenancy.TenantModel], **columns: Any) -> str:
        """Returns the id."""
        id = columns.setdefault("id", self.v.id())
        self.rows[model].append(model(**columns))
        return str(id)

    def fill(self, hub_ids: list[str], most: int) -> None:
        """Hubs of these ids, with `most` pieces at most; then pieces and jobs of no hub."""
        for number, hub_id in enumerate(hub_ids):
            self._hub(hub_id)
            pillars = self._pillars(hub_id)
            self._jobs(hub_id)
            self._spokes(hub_id, pillars, most if number < FULL else self.v.rng.randint(0, 9))
        self._spokes(None, [], 8)
        self._jobs(None)
        self._rules()
        self._brand()
        self._links()
        self._trail()
        self._grounding()

    def _links(self) -> None:
        v = self.v
        for _ in range(v.rng.randint(0, 4)):
            self.add(
                ReviewLink,
                hub_id=v.maybe(v.id),
                email=v.maybe(v.text),
                permission=v.member(LinkPermission),
                token_hash=v.id(),
                created_by=v.one(self.users),
                created_at=v.moment(),
                expires_at=v.moment(),
                revoked_at=v.maybe(v.moment),
                last_used_at=v.maybe(v.moment),
            )

    def _trail(self) -> None:
        v, pieces = self.v, [spoke.id for spoke in self.rows[Spoke]]
        for number in range(1, 20):
            self.add(
                TrailEntry,
                number=number,
                account_id=v.id(),
                at=v.moment(),
                actor_id=v.one([None, *self.users]),
                actor_label=v.text(2),
                action=v.one(["spoke.approved", "hub.created"]),
                subject_id=v.one([None, *pieces[:5]]),
                session_id=v.maybe(v.id),
                reason=v.maybe(v.text),
                detail=v.one([None, {"gate": "g2", "n": 1, "f": 0.5}, {"changed": ["title"]}]),
            )

    def _grounding(self) -> None:
        v, pieces = self.v, [spoke.id for spoke in self.rows[Spoke]]
        for _ in range(v.rng.randint(0, 3)):
            figures = {"drift_score": v.one(FLOATS), "zero_edit_rate": v.one([None, *FLOATS])}
            about = {"kind": v.member(AlertKind), "trigger_name": v.text(1), "raised_at": v.moment()}
            self.add(DriftAlertRow, **about, **figures, cleared_at=v.maybe(v.moment))
        for _ in range(v.rng.randint(0, 3)):
            job_id = v.one([None, *(job.id for job in self.rows[Job])])
            times = {"since": v.moment(), "until": v.moment(), "completed_at": v.maybe(v.moment)}
            audit_id = self.add(GroundingAudit, job_id=job_id, **times, edits_read=v.whole(), remarks_read=v.whole())
            for _ in range(v.rng.randint(0, 3)):
                evidence = [{"spoke_id": v.one(pieces), "before": v.text(), "after": "", "comment": v.maybe(v.text)}]
                self.add(
                    DnaProposal,
                    audit_id=audit_id,
                    kind=v.member(ProposalKind),
                    words=v.text(),
                    value=v.one([{}, {"tone": {"formal": -5.0}}, {"avoid": [v.text()]}]),
                    evidence=v.one([[], evidence]) if pieces else [],
                    summary=v.text(),
                    pieces=v.whole(),
                    people=v.whole(),
                    confidence=v.rng.random(),
                    status=v.member(ProposalStatus),
                    decided_by=v.one([None, *self.users]),
                )

    def _rules(self) -> None:
        v = self.v
        for gate in v.rng.sample(list(Gate), v.rng.randint(0, 4)):
            self.add(RubricOverride, gate=gate, threshold=v.one(FLOATS), reason=v.maybe(v.text), created_at=v.moment())
        if v.chance(0.6):
            self.add(
                ComplianceConfig,
                id=PRIMARY,
                industry=v.member(Industry),
                required_disclosures=v.lines(),
                updated_at=v.moment(),
            )

    def _brand(self) -> None:
        v, made = self.v, self.v.moment
        if v.chance(0.6):
            self._dna()
        for _ in range(v.rng.randint(0, 3)):
            source, category = v.member(BrandSource), v.member(StanceCategory)
            self.add(
                VoiceMarker,
                phrase=v.text(),
                category=v.member(MarkerCategory),
                weight=v.one(FLOATS),
                source=source,
                example=v.maybe(v.text),
                created_at=made(),
            )
            severity = v.member(Severity)
            self.add(
                BannedWord, word=v.text(), reason=v.maybe(v.text), severity=severity, source=source, created_at=made()
            )
            self.add(
                BrandStance, stance=v.text(), category=category, keywords=v.lines(), source=source, created_at=made()
            )
            traits = v.one([None, [{"name": v.text(), "value": v.one([0, 80, 99.5])}]])
            primary = v.chance(0.5) and not any(persona.is_primary for persona in self.rows[Persona])
            self.add(Persona, name=v.text(), attributes=traits, is_primary=primary, created_at=made())
            self.add(TrainingSample, text=v.text(), calibration_id=v.maybe(self._calibration), created_at=made())

    def _dna(self) -> None:
        v = self.v
        pattern = {"phrase": v.text(), "category": str(v.member(MarkerCategory)), "example": v.text(), "share": 1 / 3}
        analysis = {
            "patterns": v.one([[], [pattern]]),
            "vocabulary": {"typical": v.lines() or [], "richness": v.one(FLOATS)},
            "topics": v.lines() or [],
        }
        strength = Strength(v.one(FLOATS), samples=v.rng.randint(0, 9), score=v.one(FLOATS), measured=("topics",))
        self.add(
            BrandDna,
            id=PRIMARY,
            strength_score=v.one([None, 0.0, 72.5, 100.0]),
            tone_profile=v.one([None, {}, {"candid": 12.5, v.text(1): 100}]),
            signature_patterns=v.lines(),
            topics_to_avoid=v.lines(),
            tone_set=v.one([None, {"candid": 12.5}]),
            analysis=v.one([None, {}, analysis]),
            strength=v.one([None, strength.plain()]),
            last_calibration_at=v.maybe(v.moment),
            calibration_source=v.one([None, v.member(CalibrationSource)]),
            created_at=v.moment(),
            updated_at=v.moment(),
        )

    def _calibration(self) -> str:
        v = self.v
        words = v.lines() or []
        moved = [{"name": v.text(1), "value": v.one([-20, 0, 12.5])}]
        extracted = {
            "voice_markers": words,
            "tone_adjustments": moved,
            "skipped": [f"banned_word: {v.text()}: is empty"],
        }
        return self.add(
            CalibrationEvent,
            trigger_type=v.member(CalibrationTrigger),
            input_type=v.member(CalibrationInput),
            input_r2_key=v.maybe(v.text),
            transcript=v.maybe(v.text),
            instruction=v.maybe(v.text),
            entities_extracted=v.one([None, {}, extracted]),
            dna_score_before=v.one([None, *FLOATS]),
            dna_score_after=v.one([None, *FLOATS]),
            spokes_reevaluated=v.rng.randint(0, 9),
            job_id=v.one([None, v.id(), *(job.id for job in self.rows[Job][:3])]),
            completed_at=v.maybe(v.moment),
            created_at=v.moment(),
        )

    def _hub(self, id: str) -> None:
        v = self.v
        status = v.member(HubStatus)
        self.add(
            Hub,
            id=id,
            registry_id=id,
            title=v.maybe(v.text),
            source_type=v.member(SourceType),
            source_content=v.one([None, "", v.text(), v.long_text()]),
            source_url=v.maybe(lambda: f"https://example.com/{v.text(1)}", 0.3),
            language=v.one([None, "en", "de"]),
            themes=v.lines(),
            claims=v.lines(),
            status=status,
            killed_at=v.moment() if status is HubStatus.KILLED else None,
            kill_reason=v.maybe(v.text, 0.3),
            created_at=v.moment(),
            updated_at=v.moment(),
        )

    def _pillars(self, hub_id: str) -> list[str]:
        v = self.v
        places = v.rng.sample(range(-2, 12), v.rng.randint(0, 4))
        return [
            self.add(
                Pillar,
                hub_id=hub_id,
                title=v.text(),
                angle=v.text(),
                key_points=v.lines(),
                spans=v.one([None, v.spans()]),
                order_index=place,
                status=v.member(PillarStatus),
                created_at=v.moment(),
            )
            for place in places
        ]

    def _jobs(self, hub_id: str | None) -> None:
        v = self.v
        for _ in range(v.rng.randint(0, 3)):
            self.add(
                Job,
                hub_id=hub_id,
                workflow_id=v.maybe(lambda: f"{v.id()}.1"),
                kind="hub.create",
                status=v.member(JobStatus),
                current_phase=v.maybe(v.text),
                progress_percent=v.rng.randint(0, 100),
                message=v.maybe(v.text),
                error_message=v.maybe(v.text, 0.3),
                created_at=v.moment(),
                updated_at=v.moment(),
                started_at=v.maybe(v.moment),
                completed_at=v.maybe(v.moment),
            )

    def _spokes(self, hub_id: str | None, pillars: list[str], count: int) -> None:
        for _ in range(count):
            # An edited piece that outlived its hub has no pillar; others have lost theirs.
            pillar_id = self.v.one([*pillars, *pillars, None])
            known = [spoke.id for spoke in self.rows[Spoke]]
            spoke_id = self._spoke(hub_id, pillar_id, known)
            self._around(spoke_id)

    def _spoke(self, hub_id: str | None, pillar_id: str | None, known: list[str]) -> str:
        v = self.v
        platform, status = v.member(Platform), v.member(SpokeStatus)
        content = v.one([v.text(), v.text(), v.long_text(), ""])
        return self.add(
            Spoke,
            hub_id=hub_id,
            pillar_id=pillar_id,
            parent_spoke_id=v.one([None, None, v.id(), v.one(known)]) if known else None,
            is_settled=v.chance(0.9),
            platform=platform,
            content_type=v.member(ContentType),
            content=content,
            content_json=v.content_json(platform),
            character_count=v.one([len(content), v.whole()]),
            status=status,
            is_mutated=v.chance(0.4),
            is_creative_conflict=v.chance(0.2),
            sources=v.one([None, [], v.spans()]),
            visual_archetype=v.maybe(v.text, 0.3),
            visual_concept=v.maybe(v.text, 0.3),
            image_prompt=v.maybe(v.text, 0.3),
            approved_at=v.moment() if status is SpokeStatus.APPROVED else None,
            approved_by=v.one([None, *self.users]) if status is SpokeStatus.APPROVED else None,
            created_at=v.moment(),
            updated_at=v.moment(),
        )

    def _around(self, spoke_id: str) -> None:
        v = self.v
        if v.chance(0.85):
            self._score(spoke_id)
        for attempt in v.rng.sample(range(4), v.one([0, 0, 0, 1, 3])):
            values = {"content": v.text(), "violations": v.one([None, v.violations()]), "created_at": v.moment()}
            self.add(Draft, spoke_id=spoke_id, attempt_number=attempt, **values)
        for _ in range(v.one([0, 0, 0, 1, 2])):
            self._feedback(spoke_id)
        for _ in range(v.one([0, 0, 0, 1, 2])):
            self._edit(spoke_id)
        for _ in range(v.one([0, 0, 0, 1, 2])):
            kind, at = v.member(CommentKind), v.moment()
            self.add(Comment, spoke_id=spoke_id, kind=kind, author=v.text(1), body=v.text(), created_at=at)

    def _score(self, spoke_id: str) -> None:
        v = self.v
        self.add(
            QualityScore,
            spoke_id=spoke_id,
            g2_hook_strength=v.one([None, *FLOATS]),
            g4_voice_alignment=v.one([None, True, False]),
            g5_platform_compliance=v.one([None, True, False]),
            g6_visual_metaphor=v.one([None, *FLOATS]),
            g7_engagement_prediction=v.one([None, *FLOATS]),
            g_compliance_status=v.member(ComplianceStatus),
            overall_pass=v.chance(0.7),
            rubric=v.one([None, v.rubric()]),
            violations=v.one([None, v.violations()]),
            overrides=v.one([None, v.overrides()]),
            evaluated_at=v.moment(),
        )

    def _feedback(self, spoke_id: str) -> None:
        v = self.v
        self.add(
            Feedback,
            spoke_id=spoke_id,
            gate=v.member(Gate),
            score=v.one([None, *LARGE_FLOATS]),
            reason=v.text(),
            suggestion=v.maybe(v.text),
            attempt_number=v.whole(),
            resolved=v.chance(0.5),
            created_at=v.moment(),
        )

    def _edit(self, spoke_id: str) -> None:
        v = self.v
        self.add(
            MutationRecord,
            spoke_id=spoke_id,
            original_content=v.text(),
            edited_content=v.text(),
            edit_distance=v.one([0.0, 1.0, 1 / 3, 0.1 + 0.2, 5e-324]),
            editor_user_id=v.one([None, *self.users]),
            created_at=v.moment(),
        )
