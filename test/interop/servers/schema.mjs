// The one schema that every server here serves. A server only supplies the context of an operation:
//   request  Node's request that brought it (the upgrade, for a websocket)
//   init     payload of connection_init, if there was one
//   sockets  the server's live websockets and streams
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { GraphQLError } from "graphql";
import * as shelf from "./shelf.mjs";

const typeDefs = /* GraphQL */ `
  "A file that came with a multipart request. Yoga alone takes them."
  scalar File

  type Query {
    hello(name: String!): String!
    echoHeaders(name: String!): String
    request: Request!
    fail: String
    big: Float!
    id64: String!
    slow(ms: Int!): Boolean
    getValue(key: String!): Int
    "Numbered from 0, with a pause before each but the first. Made one by one, which Yoga's executor alone can."
    items(count: Int!, delayMs: Int): [Item!]!
  }
  "The HTTP request that the field came with."
  type Request {
    "Counted over all that the process got and that asked for it: operations of one batch have the same."
    number: Int!
    method: String!
    "Path and parameters."
    target: String!
  }
  type Item {
    number: Int!
    late: Int!
    fail: String!
  }
  type ReceivedFile {
    name: String!
    type: String!
    size: Int!
    sha256: String!
  }
  type Mutation {
    setValue(key: String!, value: Int!): Int!
    upload(files: [File!]!): [ReceivedFile!]!
    "Cuts every websocket without a close handshake, and every stream; returns how many."
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
const fail = () => {
  throw boom();
};
const values = new Map();

const numbers = new WeakMap(); // by request
let requests = 0;
const numberOf = (request) => {
  if (!numbers.has(request)) numbers.set(request, ++requests);
  return numbers.get(request);
};

async function* items(_, { count, delayMs }) {
  for (let number = 0; number < count; ++number) {
    if (number && delayMs) await sleep(delayMs);
    yield { number };
  }
}

async function describe(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name: file.name, type: file.type, size: bytes.length, sha256 };
}

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
    echoHeaders: (_, { name }, { request }) => request.headers[name.toLowerCase()] ?? null,
    request: (_, __, { request }) => ({ number: numberOf(request), method: request.method, target: request.url }),
    fail,
    big: () => Number.MAX_VALUE,
    id64: () => "9223372036854775807",
    slow: (_, { ms }) => sleep(ms, true),
    getValue: (_, { key }) => values.get(key) ?? null,
    items,
  },
  Item: {
    late: ({ number }) => sleep(20, number),
    fail,
  },
  Mutation: {
    setValue: (_, { key, value }) => values.set(key, value).get(key),
    upload: (_, { files }) => Promise.all(files.map(describe)),
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

export const schema = makeExecutableSchema({
  typeDefs: [typeDefs, shelf.typeDefs],
  resolvers: [resolvers, shelf.resolvers],
});
