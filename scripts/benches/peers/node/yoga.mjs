// graphql-yoga with dataloaders and better-sqlite3. Arguments: port, folder of the files, schema.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";
import { files, loadedResolvers, resolvers } from "./shared.mjs";

const [port, , schema] = process.argv.slice(2);

const yoga = createYoga({
  schema: createSchema({
    typeDefs: readFileSync(schema, "utf8"),
    resolvers: { ...resolvers, ...loadedResolvers },
  }),
  context: ({ request }) => ({ viewer: files.viewer(request.headers.get("authorization") ?? "") }),
  logging: false,
  graphiql: false,
  landingPage: false,
  healthCheckEndpoint: "/healthz",
});
createServer(yoga).listen(Number(port), "127.0.0.1");
