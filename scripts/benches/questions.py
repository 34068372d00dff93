"""What is asked: the two heaviest reads and the commonest write, as documents of the API."""

from dataclasses import dataclass

import orjson

SCORE = """
    g2HookStrength g4VoiceAlignment g5PlatformCompliance g6VisualMetaphor g7EngagementPrediction
    gComplianceStatus overallPass evaluatedAt"""
SPOKE = f"""
    id platform contentType content contentJson characterCount status isMutated isCreativeConflict createdAt
    qualityScore {{ {SCORE} }}"""
HUB = f"""query($id: ID!) {{ hub(id: $id) {{
    id title sourceType status themes claims createdAt
    pillars {{ id title angle keyPoints orderIndex status spokes {{ {SPOKE} }} }}
}} }}"""
QUEUE = f"""query($id: ID!, $first: Int!) {{ client(id: $id) {{
    spokes(filter: {{status: PENDING}}, first: $first) {{ nodes {{ {SPOKE} }} totalCount pageInfo {{ hasNextPage }} }}
}} }}"""
APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { id status } }"
PAGE = 50
UNSEEN = b"#0000000000"


@dataclass(frozen=True, slots=True)
class Spoke:
    client_id: str
    id: str


def body(query: str, **variables: object) -> bytes:
    return orjson.dumps({"query": query, "variables": variables})


def hub(id: str, query: str = HUB) -> bytes:
    return body(query, id=id)


def queue(client_id: str, query: str = QUEUE) -> bytes:
    return body(query, id=client_id, first=PAGE)


def approve(spoke: Spoke, query: str = APPROVE) -> bytes:
    return body(query, input={"clientId": spoke.client_id, "spokeId": spoke.id})


def unseen(query: str) -> str:
    """The same query under a comment whose number is to be changed each time it is sent."""
    return f"{UNSEEN.decode()}\n{query}"
