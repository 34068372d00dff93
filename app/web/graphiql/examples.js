// The tabs that a first visit opens with: look around, add a client, give it a hub, watch the work.
// CLIENT_ID and HUB_ID are filled in by fill-ids.jsx.

const lookAround = `# Sign in above, then run this with Ctrl-Enter.
# An Authorization in the headers editor below wins over the sign-in.
query LookAround {
  me { email role }
  account {
    name
    subscription { tier status }
    usage { hubsCreated spokesGenerated }
  }
  clients(first: 3) {
    totalCount
    nodes {
      id
      name
      hubs(first: 2) {
        nodes {
          id
          title
          status
          spokeCount
          pillars {
            title
            angle
            spokes(platform: LINKEDIN) {
              status
              content
              qualityScore {
                overallPass
                g2HookStrength
                g4VoiceAlignment
                g5PlatformCompliance
                g7EngagementPrediction
                gComplianceStatus
              }
            }
          }
        }
      }
    }
  }
}
`;

const createClient = `mutation CreateClient($input: CreateClientInput!) {
  createClient(input: $input) {
    id
    name
    durableObjectId
    vectorizeNamespace
    r2Prefix
  }
}
`;

const createHub = `# Turns one source into pillars and posts. The next tab follows the work.
mutation CreateHub($input: CreateHubInput!) {
  createHub(input: $input) {
    hub { id title status }
    job { id status currentPhase progressPercent }
  }
}
`;

const watchHub = `# The newest job of a hub: its state now, its steps, its end.
subscription WatchHub($hubId: ID!) {
  hubProgress(hubId: $hubId) {
    jobId
    status
    phase
    percent
    message
    spokesDone
    spokesTotal
    at
  }
}

# One job by its id:
# subscription WatchJob($clientId: ID!, $jobId: ID!) {
#   jobProgress(clientId: $clientId, jobId: $jobId) {
#     status phase percent
#   }
# }
`;

const calibrate = `# Teaches the client's voice, as you would tell a colleague.
# Samples of their own writing may go along: samples: ["…"].
mutation Calibrate($input: CalibrateInput!) {
  calibrate(input: $input) {
    job { id status }
    calibration { id }
  }
}

# What it has learned:
# query Learned($clientId: ID!) {
#   client(id: $clientId) {
#     calibrations(first: 1) { nodes { entities { bannedWords voiceMarkers } dnaScoreAfter } }
#   }
# }
`;

const SOURCE = [
  'Most teams answer a slow month by writing more. We did the opposite.',
  'For ninety days our bakery posted once a week, and each post answered a question a customer had asked at the counter.',
  'Why does the crust crack? Because steam leaves faster than the dough can stretch.',
  'Why is the rye gone by nine? Because we bake forty loaves and forty neighbours set an alarm.',
  'Visits from search rose by 38 percent, and the phone rang less, since the answers were already out there.',
  'The lesson is plain: listen for a day before you write for an hour.',
  'A question heard twice is a headline. A question heard five times is a series.',
  'Keep a notebook by the till, mark every repeat, and let the tally choose the next topic.',
  'When the numbers dipped in the second month we kept the pace, and by the third the habit had paid for itself.',
].join(' ');

const asJson = (variables) => JSON.stringify(variables, null, 2);

export const EXAMPLES = [
  { query: lookAround },
  { query: createClient, variables: asJson({ input: { name: 'Corner Bakery', contactEmail: 'hello@bakery.example' } }) },
  {
    query: createHub,
    variables: asJson({ input: { clientId: 'CLIENT_ID', sourceType: 'TEXT', title: 'Listen before you write', text: SOURCE } }),
  },
  { query: watchHub, variables: asJson({ hubId: 'HUB_ID' }) },
  {
    query: calibrate,
    variables: asJson({ input: { clientId: 'CLIENT_ID', text: "Stop using jargon like synergy. We always say 'count it twice'." } }),
  },
];
