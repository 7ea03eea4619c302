// graphql-sse: the reference implementation of GraphQL over server-sent events, in both of its modes. It serves event
// streams only, hence the few lines of our own for plain HTTP.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { graphql } from "graphql";
import { createHandler } from "graphql-sse/lib/use/http";
import { address, announce, path } from "./lifecycle.mjs";
import { schema } from "./schema.mjs";

const open = new Set(); // sockets of event streams
const sockets = { [Symbol.iterator]: () => [...open].map((socket) => ({ terminate: () => socket.destroy() })).values() };
const context = (request) => ({ headers: request.headers, sockets });
const streams = createHandler({ schema, context: (request) => context(request.raw) });

const isStream = ({ method, headers }) =>
  method !== "POST" || headers.accept === "text/event-stream" || "x-graphql-event-stream-token" in headers;

async function answer(request, response) {
  const { query, variables, operationName } = await json(request);
  const contextValue = context(request);
  const result = await graphql({ schema, source: query, variableValues: variables, operationName, contextValue });
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(result));
}

const server = createServer((request, response) => {
  if (request.url.split("?")[0] !== path) return response.writeHead(404).end();
  if (request.headers.accept === "text/event-stream") {
    open.add(request.socket);
    response.once("close", () => open.delete(request.socket));
  }
  (isStream(request) ? streams : answer)(request, response).catch(() => response.destroy());
});

server.listen(address, () => announce(server));
