// Apollo Server behind Express; websockets by graphql-ws, as Apollo's documentation joins the two. Subscriptions over
// multipart HTTP are its routers' alone, hence a few lines of our own for that protocol.
import { createServer } from "node:http";
import { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@apollo/server/express4";
import express from "express";
import { useServer } from "graphql-ws/lib/use/ws";
import { WebSocketServer } from "ws";
import { address, announce, path } from "./lifecycle.mjs";
import { multipartSubscriptions } from "./multipart_subscriptions.mjs";
import { OpenStreams } from "./open_streams.mjs";
import { schema } from "./schema.mjs";

const app = express();
const server = createServer(app);
const webSockets = new WebSocketServer({ server, path });
const streams = new OpenStreams();
const context = (request, init) => ({ request, init, sockets: [...webSockets.clients, ...streams] });

useServer(
  {
    schema,
    context: ({ extra, connectionParams }) => context(extra.request, connectionParams),
  },
  webSockets,
);

const apollo = new ApolloServer({ schema, allowBatchedHttpRequests: true, includeStacktraceInErrorResponses: false });
await apollo.start();
app.all(
  path,
  express.json(),
  multipartSubscriptions(schema, streams, context),
  expressMiddleware(apollo, { context: async ({ req }) => context(req) }),
);

server.listen(address, () => announce(server));
