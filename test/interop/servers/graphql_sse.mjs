// graphql-sse: the reference implementation of GraphQL over server-sent events, in both of its modes. It serves event
// streams only, hence the few lines of our own for plain HTTP.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { graphql } from "graphql";
import { createHandler } from "graphql-sse/lib/use/http";
import { address, announce, path } from "./lifecycle.mjs";
import { asksForStream, OpenStreams } from "./open_streams.mjs";
import { schema } from "./schema.mjs";

const sockets = new OpenStreams();
const context = (request) => ({ request, sockets });
const streams = createHandler({ schema, context: (request) => context(request.raw) });

const isStream = (request) =>
  request.method !== "POST" || asksForStream(request) || "x-graphql-event-stream-token" in request.headers;

async function answer(request, response) {
  const { query, variables, operationName } = await json(request);
  const contextValue = context(request);
  const result = await graphql({ schema, source: query, variableValues: variables, operationName, contextValue });
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(result));
}

const server = createServer((request, response) => {
  if (request.url.split("?")[0] !== path) return response.writeHead(404).end();
  if (asksForStream(request)) sockets.add(response);
  (isStream(request) ? streams : answer)(request, response).catch(() => response.destroy());
});

server.listen(address, () => announce(server));
