// subscriptions-transport-ws: the implementation that the legacy `graphql-ws` protocol is named after.
// It has no HTTP side, hence the few lines of our own.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { execute, graphql, subscribe } from "graphql";
import { SubscriptionServer } from "subscriptions-transport-ws";
import { address, announce, path } from "./lifecycle.mjs";
import { schema } from "./schema.mjs";

const server = createServer(async (request, response) => {
  const { query, variables, operationName } = await json(request);
  const contextValue = { request, sockets };
  const result = await graphql({
    schema,
    source: query,
    variableValues: variables,
    operationName,
    contextValue,
  });
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(result));
});

const subscriptions = SubscriptionServer.create(
  {
    schema,
    execute,
    subscribe,
    keepAlive: 100,
    onConnect: (init, _, { request }) => ({ request, init, sockets }),
  },
  { server, path },
);
const sockets = subscriptions.server.clients;

server.listen(address, () => announce(server));
