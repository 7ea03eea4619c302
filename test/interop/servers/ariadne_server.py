"""Ariadne, with websockets of the new protocol."""

import sys

from ariadne import MutationType, QueryType, SubscriptionType, make_executable_schema
from ariadne.asgi import GraphQL
from ariadne.asgi.handlers import GraphQLTransportWSHandler
from asgi import VALUES, drop_connections, pause, serve
from graphql import GraphQLError

TYPES = """
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
  dropConnections: Int!
}
type Subscription {
  count(after: Int!, to: Int!, delayMs: Int): Int!
  failing: Int!
  whoami: String
}
"""

query, mutation, subscription = QueryType(), MutationType(), SubscriptionType()


def boom():
    return GraphQLError("boom", extensions={"code": "BOOM"})


@query.field("hello")
def hello(_, info, name):
    return f"Hello, {name}!"


@query.field("echoHeaders")
def echo_headers(_, info, name):
    return info.context["request"].headers.get(name)


@query.field("fail")
def fail(_, info):
    raise boom()


@query.field("big")
def big(_, info):
    return sys.float_info.max


@query.field("id64")
def id64(_, info):
    return "9223372036854775807"


@query.field("slow")
async def slow(_, info, ms):
    await pause(ms)
    return True


@query.field("getValue")
def get_value(_, info, key):
    return VALUES.get(key)


@mutation.field("setValue")
def set_value(_, info, key, value):
    VALUES[key] = value
    return value


@mutation.field("dropConnections")
async def drop(_, info):
    return drop_connections()


@subscription.source("count")
async def count(_, info, after, to, delayMs=None):
    for number in range(after + 1, to + 1):
        await pause(delayMs)
        yield {"count": number}


@subscription.source("failing")
async def failing(_, info):
    yield {"failing": 1}
    raise boom()


@subscription.source("whoami")
async def whoami(_, info):
    yield {"whoami": (info.context.get("connection_params") or {}).get("Authorization")}


def context(request, data):
    return {"request": request, "connection_params": request.scope.get("connection_params")}


serve(
    GraphQL(
        make_executable_schema(TYPES, query, mutation, subscription),
        context_value=context,
        websocket_handler=GraphQLTransportWSHandler(
            on_connect=lambda socket, params: socket.scope.update(connection_params=params)
        ),
    )
)
