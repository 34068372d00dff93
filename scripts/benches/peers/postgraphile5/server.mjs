// PostGraphile 5 with the names of version 4. Arguments: port, host and name of the database.
import { hash } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { makeV4Preset } from "postgraphile/presets/v4";

const [port, host, database] = process.argv.slice(2);
const pool = new pg.Pool({ host, database, user: "bench", max: 16 });
const SESSION = {
  name: "session",
  text: `SELECT u.id, u.account_id, u.role IN ('owner', 'admin') AS every_client
    FROM people.sessions s JOIN people.users u ON u.id = s.user_id
    WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > now()`,
};

async function settings(authorization = "") {
  const { rows } = await pool.query({ ...SESSION, values: [hash("sha256", authorization.replace(/^Bearer /, ""))] });
  if (!rows.length) throw new Error("Sign in first.");
  const [{ id, account_id, every_client }] = rows;
  return { "bench.user": id, "bench.account": account_id, "bench.every_client": String(every_client) };
}

const preset = {
  extends: [makeV4Preset({ dynamicJson: true, simpleCollections: "both", disableQueryLog: true, graphiql: false })],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  grafast: { context: async ({ node }) => ({ pgSettings: await settings(node?.req.headers.authorization) }) },
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false },
};
const api = postgraphile(preset).createServ(grafserv);
const inner = createServer();
await api.addTo(inner);
createServer((request, response) => {
  if (request.url === "/healthz") response.end("ok");
  else inner.emit("request", request, response);
}).listen(Number(port), "127.0.0.1");
