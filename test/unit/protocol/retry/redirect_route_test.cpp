#include "protocol/retry/redirect_route.hpp"

#include <doctest/doctest.h>

using corogql::protocol::redirect_route;

TEST_CASE("redirects: a 307 is for one attempt, a 308 for all that follow") {
    redirect_route route;
    CHECK(route.target().empty());
    CHECK(route.follow("/once", false));
    CHECK(route.target() == "/once");
    route.begin_anew();
    CHECK(route.target().empty());
    CHECK(route.follow("/moved", true));
    CHECK(route.follow("/once", false));
    route.begin_anew();
    CHECK(route.target() == "/moved");
}

TEST_CASE("redirects: a 308 behind a 307 holds for that attempt only") {
    redirect_route route;
    CHECK(route.follow("/once", false));
    CHECK(route.follow("/further", true));
    CHECK(route.target() == "/further");
    route.begin_anew();
    CHECK(route.target().empty());
}

TEST_CASE("redirects: five in a row are followed") {
    redirect_route route;
    for (int i = 0; i < 5; ++i) CHECK(route.follow("/round", false));
    CHECK_FALSE(route.follow("/once more", false));
    CHECK(route.target() == "/round");
    route.arrived();
    CHECK(route.follow("/again", false));
    route.forget();
    CHECK(route.target().empty());
}
