#include "protocol/http/uuid.hpp"

#include <doctest/doctest.h>

using corogql::protocol::random_uuid;

TEST_CASE("uuid: version and variant are set, all else is the random bits") {
    CHECK(random_uuid(0, 0) == "00000000-0000-4000-8000-000000000000");
    CHECK(random_uuid(~0ull, ~0ull) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(random_uuid(0x0123456789abcdef, 0x0123456789abcdef) == "01234567-89ab-4def-8123-456789abcdef");
}
