// GraphQL Yoga; websockets by graphql-ws, as Yoga's documentation joins the two.
import { createServer } from "node:http";
import { useServer } from "graphql-ws/lib/use/ws";
import { createYoga } from "graphql-yoga";
import { WebSocketServer } from "ws";
import { address, announce, path } from "./lifecycle.mjs";
import { schema } from "./schema.mjs";

const yoga = createYoga({
  schema,
  graphqlEndpoint: path,
  logging: false,
  context: ({ req, connectionParams }) => ({
    headers: req.headers,
    init: connectionParams,
    sockets: webSockets.clients,
  }),
});
const server = createServer(yoga);
const webSockets = new WebSocketServer({ server, path });

useServer(
  {
    execute: (args) => args.rootValue.execute(args),
    subscribe: (args) => args.rootValue.subscribe(args),
    onSubscribe: async (ctx, { payload }) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        ...ctx,
        req: ctx.extra.request,
        params: payload,
      });
      const document = parse(payload.query);
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
  },
  webSockets,
);

server.listen(address, () => announce(server));
