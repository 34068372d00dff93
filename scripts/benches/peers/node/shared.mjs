// What mercurius and yoga have in common: resolvers, and loaders made for each request.
import DataLoader from "dataloader";
import { Files } from "./database.mjs";

export const files = new Files(process.argv[3]);

// An operation of the bench is about one client, whose rows the context keeps.
function within(context, found) {
  context.rows = files.rows(found.id);
  return found;
}

export const resolvers = {
  Query: {
    hub: (_, { id }, context) => {
      within(context, files.seen(files.clientOfHub, id, context.viewer));
      return context.rows.hub(id);
    },
    client: (_, { id }, context) => within(context, files.seen(files.client, id, context.viewer)),
  },
  Mutation: {
    approveSpoke: (_, { input }, context) => {
      within(context, files.seen(files.client, input.clientId, context.viewer));
      return context.rows.approve(input.spokeId, context.viewer);
    },
  },
  Client: { spokes: (_, { filter, first }, { rows }) => rows.queue(filter.status, first) },
};

const loaded = (method) => (parent, _, context) => {
  context.loaders ??= {};
  context.loaders[method] ??= new DataLoader(async (ids) => context.rows[method](ids), { cache: false });
  return context.loaders[method].load(parent.id);
};

export const loadedResolvers = {
  Hub: { pillars: loaded("pillars") },
  Pillar: { spokes: loaded("spokes") },
  Spoke: { qualityScore: loaded("scores") },
};
