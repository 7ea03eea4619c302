// graphql-ws over ws: a sink for each subscription, which is what costs this client least.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { numbers, subscription, Tally } from "./tally.mjs";

const [port, subscriptions] = numbers;
const client = createClient({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket, lazy: false, retryAttempts: 0 });
await new Promise((connected) => client.on("connected", connected));

const tally = new Tally();
let left = subscriptions;
for (let i = 0; i < subscriptions; ++i)
  client.subscribe({ query: subscription }, {
    next: ({ data }) => tally.add(data.logs.offset, data.logs.line),
    error: (failure) => { throw failure; },
    complete: () => { if (--left === 0) tally.report(); },
  });
