// undici's request(), which its documentation calls the fastest, on a pool of as many connections as requests in flight.
import { Pool } from "undici";
import { numbers, query, Tally } from "./tally.mjs";

const [port, requests, inFlight] = numbers;
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: inFlight });
const body = () => JSON.stringify({ query, variables: { id: "r-1" } });
const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };

async function runSome(tally) {
  for (let i = 0; i < requests / inFlight; ++i) {
    const answer = await pool.request({ method: "POST", path: "/graphql", headers, body: body() });
    const { run } = (await answer.body.json()).data;
    tally.add(run.step, run.name);
  }
}

const tally = new Tally();
await Promise.all(Array.from({ length: inFlight }, () => runSome(tally)));
tally.report();
