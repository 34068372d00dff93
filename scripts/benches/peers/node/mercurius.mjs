// mercurius with its compiler on and better-sqlite3; what lies below a row comes through its own loaders, or, where the
// fourth argument says "dataloader", through that library's. Its own know a row by the JSON of all of it, which for
// long texts costs more than reading them. Arguments: port, folder of the files, schema, and how to load.
import { readFileSync } from "node:fs";
import fastify from "fastify";
import mercurius from "mercurius";
import { files, loadedResolvers, resolvers } from "./shared.mjs";

const [port, , schema, loading] = process.argv.slice(2);
const app = fastify({ logger: false });

const batched = (method) => ({
  loader: async (queries, context) => context.rows[method](queries.map(({ obj }) => obj.id)),
  opts: { cache: false },
});
const loaders = {
  Hub: { pillars: batched("pillars") },
  Pillar: { spokes: batched("spokes") },
  Spoke: { qualityScore: batched("scores") },
};

app.register(mercurius, {
  schema: readFileSync(schema, "utf8"),
  ...(loading === "dataloader" ? { resolvers: { ...resolvers, ...loadedResolvers } } : { resolvers, loaders }),
  jit: 1,
  graphiql: false,
  context: (request) => ({ viewer: files.viewer(request.headers.authorization), rows: null, loaders: null }),
});
app.get("/healthz", () => "ok");
await app.listen({ port: Number(port), host: "127.0.0.1" });
