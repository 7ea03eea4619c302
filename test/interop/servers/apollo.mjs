// Apollo Server behind Express; websockets by graphql-ws, as Apollo's documentation joins the two.
import { createServer } from "node:http";
import { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@apollo/server/express4";
import express from "express";
import { useServer } from "graphql-ws/lib/use/ws";
import { WebSocketServer } from "ws";
import { address, announce, path } from "./lifecycle.mjs";
import { schema } from "./schema.mjs";

const app = express();
const server = createServer(app);
const webSockets = new WebSocketServer({ server, path });
const sockets = webSockets.clients;

useServer(
  {
    schema,
    context: ({ extra, connectionParams }) => ({
      headers: extra.request.headers,
      init: connectionParams,
      sockets,
    }),
  },
  webSockets,
);

const apollo = new ApolloServer({ schema, includeStacktraceInErrorResponses: false });
await apollo.start();
const context = async ({ req }) => ({ headers: req.headers, sockets });
app.use(path, express.json(), expressMiddleware(apollo, { context }));

server.listen(address, () => announce(server));
