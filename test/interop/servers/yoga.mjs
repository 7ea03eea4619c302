// GraphQL Yoga; websockets by graphql-ws, as Yoga's documentation joins the two. At /persisted it answers operations of
// its own list alone, by their hash; at /trusted those of the manifest that it is started with, by their documentId; at
// /plain it has no plugins.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { useAPQ } from "@graphql-yoga/plugin-apq";
import { useDeferStream } from "@graphql-yoga/plugin-defer-stream";
import { usePersistedOperations } from "@graphql-yoga/plugin-persisted-operations";
import { useServer } from "graphql-ws/lib/use/ws";
import { GraphQLError } from "graphql";
import { createYoga } from "graphql-yoga";
import { WebSocketServer } from "ws";
import { address, announce, path } from "./lifecycle.mjs";
import { asksForStream, OpenStreams } from "./open_streams.mjs";
import { schema } from "./schema.mjs";

const streams = new OpenStreams();
const common = {
  schema,
  logging: false,
  context: ({ req, connectionParams }) => ({
    request: req,
    init: connectionParams,
    sockets: [...webSockets.clients, ...streams],
  }),
};

const yoga = createYoga({
  ...common,
  graphqlEndpoint: path,
  batching: true,
  plugins: [useDeferStream(), useAPQ()],
});

const document = 'query Listed { hello(name: "persisted") }';
const listed = new Map([[createHash("sha256").update(document).digest("hex"), document]]);
const persisted = createYoga({
  ...common,
  graphqlEndpoint: "/persisted",
  plugins: [usePersistedOperations({ getPersistedOperation: (hash) => listed.get(hash) })],
});

const manifest = process.argv[2] ? JSON.parse(readFileSync(process.argv[2], "utf8")) : { operations: [] };
const trusted = new Map(manifest.operations.map(({ id, body }) => [`sha256:${id}`, body]));
const trusting = createYoga({
  ...common,
  graphqlEndpoint: "/trusted",
  batching: true,
  plugins: [
    usePersistedOperations({
      getPersistedOperation: (id) => trusted.get(id),
      extractPersistedOperationId: (params, request) =>
        params.documentId ?? new URL(request.url).searchParams.get("documentId"),
    }),
  ],
});

const plain = createYoga({ ...common, graphqlEndpoint: "/plain" });

const others = { "/persisted": persisted, "/trusted": trusting, "/plain": plain };
const server = createServer((request, response) => {
  if (asksForStream(request)) streams.add(response);
  return (others[request.url.split("?")[0]] ?? yoga)(request, response);
});
// Each of the two sockets is found by its path; `textOf` says what document a message asks for.
const socketAt = (engine, textOf) => {
  const sockets = new WebSocketServer({ noServer: true });
  const options = {
    execute: (args) => args.rootValue.execute(args),
    subscribe: (args) => args.rootValue.subscribe(args),
    onSubscribe: async (ctx, { payload }) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = engine.getEnveloped({
        ...ctx,
        req: ctx.extra.request,
        params: payload,
      });
      const text = textOf(payload);
      if (text === undefined) return [new GraphQLError("the document is not among the trusted ones")];
      const document = parse(text);
      const errors = validate(schema, document);
      if (errors.length) return errors;
      return {
        schema,
        document,
        operationName: payload.operationName,
        variableValues: payload.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      };
    },
  };
  useServer(options, sockets);
  return sockets;
};
const webSockets = socketAt(yoga, (payload) => payload.query);
const trustingSockets = socketAt(trusting, (payload) => trusted.get(payload.documentId));
server.on("upgrade", (request, socket, head) => {
  const sockets = request.url.startsWith("/trusted") ? trustingSockets : webSockets;
  sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
});

server.listen(address, () => announce(server));
