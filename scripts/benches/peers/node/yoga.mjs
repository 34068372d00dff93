// graphql-yoga with dataloaders made for each request, and better-sqlite3. Arguments: port, folder of the files, schema.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import DataLoader from "dataloader";
import { createSchema, createYoga } from "graphql-yoga";
import { Files } from "./database.mjs";

const [port, folder, schema] = process.argv.slice(2);
const files = new Files(folder);

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
  Hub: { pillars: (hub, _, { load }) => load("pillars", hub) },
  Pillar: { spokes: (pillar, _, { load }) => load("spokes", pillar) },
  Spoke: { qualityScore: (spoke, _, { load }) => load("scores", spoke) },
};

// A loader for each client and kind of row, made when it is first needed.
function loading() {
  const loaders = new Map();
  return (method, { id, rows }) => {
    let ofClient = loaders.get(rows);
    if (!ofClient) loaders.set(rows, (ofClient = {}));
    ofClient[method] ??= new DataLoader(async (ids) => rows[method](ids), { cache: false });
    return ofClient[method].load(id);
  };
}

const yoga = createYoga({
  schema: createSchema({ typeDefs: readFileSync(schema, "utf8"), resolvers }),
  context: ({ request }) => ({ viewer: files.viewer(request.headers.get("authorization") ?? ""), load: loading() }),
  logging: false,
  graphiql: false,
  landingPage: false,
  healthCheckEndpoint: "/healthz",
});
createServer(yoga).listen(Number(port), "127.0.0.1");
