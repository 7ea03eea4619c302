// The one schema that every server here serves. A server only supplies the context of an operation:
//   headers  request headers (of the upgrade, for a websocket), names in lower case
//   init     payload of connection_init, if there was one
//   sockets  the server's live websockets
import { setTimeout as sleep } from "node:timers/promises";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { GraphQLError } from "graphql";

const typeDefs = /* GraphQL */ `
  type Query {
    hello(name: String!): String!
    echoHeaders(name: String!): String
    fail: String
    big: Float!
    id64: String!
    slow(ms: Int!): Boolean
    getValue(key: String!): Int
  }
  type Mutation {
    setValue(key: String!, value: Int!): Int!
    "Cuts every websocket without a close handshake; returns how many."
    dropConnections: Int!
  }
  type Subscription {
    "after + 1 up to to, so that the last number seen is all that a resume needs."
    count(after: Int!, to: Int!, delayMs: Int): Int!
    "One event, then the source throws."
    failing: Int!
    "One event: Authorization as connection_init had it."
    whoami: String
  }
`;

const boom = () => new GraphQLError("boom", { extensions: { code: "BOOM" } });
const values = new Map();

async function* count(_, { after, to, delayMs }) {
  for (let n = after + 1; n <= to; ++n) {
    if (delayMs) await sleep(delayMs);
    yield { count: n };
  }
}

async function* failing() {
  yield { failing: 1 };
  throw boom();
}

async function* whoami(_, __, { init }) {
  yield { whoami: init?.Authorization ?? null };
}

const resolvers = {
  Query: {
    hello: (_, { name }) => `Hello, ${name}!`,
    echoHeaders: (_, { name }, { headers }) => headers[name.toLowerCase()] ?? null,
    fail: () => {
      throw boom();
    },
    big: () => Number.MAX_VALUE,
    id64: () => "9223372036854775807",
    slow: (_, { ms }) => sleep(ms, true),
    getValue: (_, { key }) => values.get(key) ?? null,
  },
  Mutation: {
    setValue: (_, { key, value }) => values.set(key, value).get(key),
    dropConnections: (_, __, { sockets }) => {
      const live = [...sockets];
      for (const socket of live) socket.terminate();
      return live.length;
    },
  },
  Subscription: {
    count: { subscribe: count },
    failing: { subscribe: failing },
    whoami: { subscribe: whoami },
  },
};

export const schema = makeExecutableSchema({ typeDefs, resolvers });
