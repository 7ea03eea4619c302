// Express middleware: Apollo's multipart protocol for subscriptions, as its routers speak it. All that is no valid
// subscription is left to the next in line.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { getOperationAST, parse, subscribe, validate } from "graphql";

const heartbeatEvery = 20; // milliseconds

function read(schema, { query, operationName }) {
  try {
    const document = parse(query);
    const { operation } = getOperationAST(document, operationName);
    return operation === "subscription" && validate(schema, document).length === 0 ? document : null;
  } catch {
    return null; // no GraphQL at all
  }
}

const part = (message) => `\r\n--graphql\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(message)}`;

async function* parts(events) {
  try {
    for await (const payload of events) yield part({ payload });
  } catch ({ message, extensions }) {
    yield part({ payload: null, errors: [{ message, extensions }] }); // of the source, not of an event
  }
}

export const multipartSubscriptions = (schema, open, context) => async (request, response, next) => {
  const asked = /subscriptionSpec=1\.0/.test(request.headers.accept);
  const document = asked && read(schema, request.body);
  if (!document) return next();

  const { variables: variableValues, operationName } = request.body;
  const contextValue = context(request);
  const events = await subscribe({ schema, document, variableValues, operationName, contextValue });
  if (!(Symbol.asyncIterator in events)) return response.status(400).json(events);

  open.add(response);
  response.writeHead(200, { "Content-Type": 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0' });
  const heartbeat = setInterval(() => response.writableNeedDrain || response.write(part({})), heartbeatEvery);
  try {
    await pipeline(Readable.from(parts(events)), response, { end: false });
    response.end("\r\n--graphql--\r\n");
  } catch {
    // The client left.
  } finally {
    clearInterval(heartbeat);
  }
};
