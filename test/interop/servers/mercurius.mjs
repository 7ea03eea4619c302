// Mercurius on Fastify: it speaks both websocket protocols and takes the first one that the client offers.
import websocket from "@fastify/websocket";
import Fastify from "fastify";
import mercurius from "mercurius";
import { address, announce, path } from "./lifecycle.mjs";
import { schema } from "./schema.mjs";

const app = Fastify();
const context = ({ raw }) => ({ request: raw, sockets: app.websocketServer.clients });

// Mercurius would register this itself, but out of our sight.
app.register(websocket);
app.register(mercurius, {
  schema,
  path,
  context,
  allowBatchedQueries: true,
  persistedQueryProvider: mercurius.persistedQueryDefaults.automatic(),
  subscription: {
    fullWsTransport: true,
    keepAlive: 100,
    context: (_, request) => context(request),
    onConnect: ({ payload }) => ({ init: payload }),
  },
});

await app.listen(address);
announce(app.server);
