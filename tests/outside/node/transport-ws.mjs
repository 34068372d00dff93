// The reference client of graphql-transport-ws. Usage: node transport-ws.mjs URL TOKEN QUERY [VARIABLES as JSON]
// Prints {result} for each result, then {closed, reason} if the server ends the connection, else {complete}.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { say } from './say.mjs';

const [url, token, query, variables = '{}'] = process.argv.slice(2);
const client = createClient({
  url: `${url.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${token}` },
  retryAttempts: 0,
});
client.subscribe({ query, variables: JSON.parse(variables) }, {
  next: (result) => say({ result }),
  complete: () => say({ complete: true }),
  error: ({ code, reason }) => say({ closed: code, reason }),
});
