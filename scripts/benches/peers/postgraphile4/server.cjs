// PostGraphile 4, whose rows are guarded by settings of the request. Arguments: port, host and name of the database.
const { createHash } = require("node:crypto");
const { createServer } = require("node:http");
const { Pool } = require("pg");
const { postgraphile } = require("postgraphile");

const [port, host, database] = process.argv.slice(2);
const pool = new Pool({ host, database, user: "bench", max: 16 });
const SESSION = {
  name: "session",
  text: `SELECT u.id, u.account_id, u.role IN ('owner', 'admin') AS every_client
    FROM people.sessions s JOIN people.users u ON u.id = s.user_id
    WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > now()`,
};

async function settings(request) {
  const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
  const { rows } = await pool.query({ ...SESSION, values: [createHash("sha256").update(token).digest("hex")] });
  if (!rows.length) throw Object.assign(new Error("Sign in first."), { status: 401 });
  const [{ id, account_id, every_client }] = rows;
  return { "bench.user": id, "bench.account": account_id, "bench.every_client": String(every_client) };
}

const api = postgraphile(pool, "public", {
  dynamicJson: true,
  simpleCollections: "both",
  setofFunctionsContainNulls: false,
  disableQueryLog: true,
  graphiql: false,
  pgSettings: settings,
});
createServer((request, response) => {
  if (request.url === "/healthz") response.end("ok");
  else api(request, response);
}).listen(Number(port), "127.0.0.1");
