// The reference client of GraphQL over server-sent events, a connection for each operation.
// Usage: node sse.mjs URL TOKEN QUERY [VARIABLES as JSON]
// Prints {result} for each result, then {complete}, or {refused} with the HTTP status.
import { createClient, NetworkError } from 'graphql-sse';
import { say } from './say.mjs';

const [url, token, query, variables = '{}'] = process.argv.slice(2);
const client = createClient({
  url: `${url}/graphql`,
  headers: { Authorization: `Bearer ${token}` },
  singleConnection: false,
  retryAttempts: 0,
});
client.subscribe({ query, variables: JSON.parse(variables) }, {
  next: (result) => say({ result }),
  complete: () => say({ complete: true }),
  error: (error) => {
    if (!(error instanceof NetworkError)) throw error;
    say({ refused: error.response?.status });
  },
});
