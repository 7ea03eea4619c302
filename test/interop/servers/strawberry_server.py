"""Strawberry, all four of its ways to subscribe."""

import sys
from collections.abc import AsyncGenerator

import strawberry
from asgi import VALUES, drop_connections, pause, serve
from graphql import GraphQLError
from strawberry.asgi import GraphQL
from strawberry.subscriptions import (
    GRAPHQL_SSE_PROTOCOL,
    GRAPHQL_TRANSPORT_WS_PROTOCOL,
    GRAPHQL_WS_PROTOCOL,
    MULTIPART_SUBSCRIPTION_PROTOCOL,
)


def boom():
    return GraphQLError("boom", extensions={"code": "BOOM"})


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str) -> str:
        return f"Hello, {name}!"

    @strawberry.field
    def echo_headers(self, info: strawberry.Info, name: str) -> str | None:
        return info.context["request"].headers.get(name)

    @strawberry.field
    def fail(self) -> str | None:
        raise boom()

    @strawberry.field
    def big(self) -> float:
        return sys.float_info.max

    @strawberry.field
    def id64(self) -> str:
        return "9223372036854775807"

    @strawberry.field
    async def slow(self, ms: int) -> bool:
        await pause(ms)
        return True

    @strawberry.field
    def get_value(self, key: str) -> int | None:
        return VALUES.get(key)


@strawberry.type
class Mutation:
    @strawberry.mutation
    def set_value(self, key: str, value: int) -> int:
        VALUES[key] = value
        return value

    @strawberry.mutation
    async def drop_connections(self) -> int:
        return drop_connections()


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, after: int, to: int, delay_ms: int | None = None) -> AsyncGenerator[int, None]:
        for number in range(after + 1, to + 1):
            await pause(delay_ms)
            yield number

    @strawberry.subscription
    async def failing(self) -> AsyncGenerator[int, None]:
        yield 1
        raise boom()

    @strawberry.subscription
    async def whoami(self, info: strawberry.Info) -> AsyncGenerator[str | None, None]:
        yield (info.context.get("connection_params") or {}).get("Authorization")


serve(
    GraphQL(
        strawberry.Schema(Query, Mutation, Subscription),
        subscription_protocols=[
            GRAPHQL_TRANSPORT_WS_PROTOCOL,
            GRAPHQL_WS_PROTOCOL,
            GRAPHQL_SSE_PROTOCOL,
            MULTIPART_SUBSCRIPTION_PROTOCOL,
        ],
    )
)
