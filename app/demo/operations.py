"""The GraphQL documents that the demo sends: anybody may paste them into GraphiQL."""

SIGN_UP = "mutation($input: SignUpInput!) { signUp(input: $input) { token user { email } } }"

CREATE_CLIENT = """
mutation($input: CreateClientInput!) { createClient(input: $input) { id name durableObjectId } }"""

CREATE_HUB = """
mutation($input: CreateHubInput!) { createHub(input: $input) { hub { id } job { id } } }"""

CALIBRATE = """
mutation($input: CalibrateInput!) { calibrate(input: $input) { job { id } } }"""

JOB_PROGRESS = """
subscription($clientId: ID!, $jobId: ID!) { jobProgress(clientId: $clientId, jobId: $jobId) { status message } }"""

LEARNED = """
query($id: ID!) {
  client(id: $id) {
    calibrations(first: 1) { nodes { entities { bannedWords voiceMarkers toneAdjustments { name value } } } }
  }
}"""

HUB_PROGRESS = """
subscription($hubId: ID!) {
  hubProgress(hubId: $hubId) { status phase percent message spokesDone spokesTotal }
}"""

CLIENT_EVENTS = """
subscription($clientId: ID!) {
  clientEvents(clientId: $clientId) {
    __typename
    ... on SpokeEvaluated {
      attemptNumber
      spoke { platform content isCreativeConflict qualityScore { g2HookStrength overallPass } }
    }
    ... on GenerationComplete { spokeCount failedCount }
  }
}"""

HUB = """
query($id: ID!) {
  hub(id: $id) {
    title sourceType sourceUrl sourceContent themes
    pillars {
      title angle keyPoints
      spokes {
        platform contentType content characterCount isCreativeConflict visualConcept writtenBy
        qualityScore {
          g2HookStrength g4VoiceAlignment g5PlatformCompliance g6VisualMetaphor g7EngagementPrediction overallPass
          rubric { gate criterion points maxPoints note }
        }
        feedback { gate reason attemptNumber }
        drafts { attemptNumber }
        sources { text }
      }
    }
  }
}"""

CLIENT_HUBS = "query($id: ID!) { client(id: $id) { name hubs { totalCount } spokes { totalCount } } }"

HUB_OF_CLIENT = "query($id: ID!, $hubId: ID!) { client(id: $id) { hub(id: $hubId) { title } } }"

CREATE_LINK = "mutation($input: CreateReviewLinkInput!) { createReviewLink(input: $input) { url } }"
