// How the page speaks to /graphql: POST for queries and mutations, graphql-transport-ws for subscriptions.
import { getOperationAST, Kind, parse } from 'graphql';
import { createClient } from 'graphql-ws';

const endpoint = new URL('../graphql', document.baseURI);
const socketEndpoint = Object.assign(new URL(endpoint), {
  protocol: endpoint.protocol === 'https:' ? 'wss:' : 'ws:',
});

const NO_ANSWER = 'The server does not answer. Is it still running?';

/** The sign-in's header, unless the headers editor names its own. */
function withToken(token, headers = {}) {
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return token && !named ? { ...headers, Authorization: `Bearer ${token}` } : headers;
}

async function post(params, headers) {
  const request = {
    method: 'POST',
    headers: { Accept: 'application/graphql-response+json, application/json', 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(params),
  };
  const response = await fetch(endpoint, request).catch(() => null);
  if (!response) return failure(NO_ANSWER);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return failure(`The server answered ${response.status} ${response.statusText}: ${text.slice(0, 300)}`);
  }
}

/** An observable, as GraphiQL takes it. One connection a run, so that each carries the headers it was started with. */
const stream = (params, headers) => ({
  subscribe({ next, complete }) {
    const client = createClient({ url: socketEndpoint.href, connectionParams: headers, retryAttempts: 0 });
    const fail = (reason) => {
      next(Array.isArray(reason) ? { errors: reason } : failure(closedInWords(reason)));
      complete();
    };
    return { unsubscribe: client.subscribe(params, { next, complete, error: fail }) };
  },
});

function closedInWords(reason) {
  if (!(reason instanceof CloseEvent)) return NO_ANSWER;
  if (reason.code === 4403) return `The server refused the connection: ${reason.reason || 'not allowed'}. Are you signed in?`;
  return `The connection closed (${reason.code}${reason.reason ? `, ${reason.reason}` : ''}).`;
}

const failure = (message) => ({ errors: [{ message }] });

/** The operation meant by a run. GraphiQL's own word lags behind a change of tabs, so the text decides where it can. */
function operationOf({ query, operationName }) {
  try {
    const text = parse(query);
    const operations = text.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    return operations.length === 1 ? operations[0] : getOperationAST(text, operationName);
  } catch {
    return null; // The server says what is wrong with it, and where.
  }
}

/** What GraphiQL calls for each run; a new one for each token, which also makes it read the schema anew. */
export const fetcherFor = (token) => (params, { headers } = {}) => {
  const operation = operationOf(params);
  const speak = operation?.operation === 'subscription' ? stream : post;
  return speak({ ...params, operationName: operation?.name?.value }, withToken(token, headers));
};

/** Runs one operation and hands over its data. Throws an Error in the server's words, with the first error's code. */
export async function ask(token, query, variables) {
  const { data, errors } = await post({ query, variables }, withToken(token));
  if (!errors) return data;
  const error = new Error(errors.map(({ message }) => message).join(' '));
  throw Object.assign(error, { code: errors[0].extensions?.code });
}
