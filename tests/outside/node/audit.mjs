// The audits of the GraphQL-over-HTTP specification. Usage: node audit.mjs URL TOKEN
// Prints {id, name, status, reason} for each audit; status is ok, notice (MAY), warn (SHOULD) or error (MUST).
import { serverAudits } from 'graphql-http';
import { say } from './say.mjs';

const [url, token] = process.argv.slice(2);
const fetchFn = (target, init = {}) =>
  fetch(target, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });

for (const audit of serverAudits({ url: `${url}/graphql`, fetchFn })) {
  const { id, name, status, reason } = await audit.fn();
  say({ id, name, status, reason });
  console.error(`${status.padEnd(6)} ${id} ${name}${reason ? `: ${reason}` : ''}`);
}
