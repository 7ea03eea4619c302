#include "engine/subscriptions/shared_texts.hpp"

#include <doctest/doctest.h>

#include <vector>

using corogql::engine::operation_text, corogql::engine::shared_texts;

namespace {

auto make(std::string document, std::string name = {}, std::string id = {}) {
    return std::make_shared<const operation_text>(operation_text{std::move(document), std::move(name), std::move(id)});
}

} // namespace

TEST_CASE("shared texts: equal ones become one while somebody holds it") {
    shared_texts known;
    const auto first = known.share(make("a"));
    CHECK(known.share(make("a")) == first);
    CHECK(known.share(make("b")) != first);
    CHECK(known.share(make("a", "other")) != first);
    CHECK(known.share(make("a", "", "sha256:0a")) != first);
    CHECK(known.share(make("a")) == first);
    std::weak_ptr<const operation_text> gone = known.share(make("c"));
    CHECK(gone.expired());
    CHECK(known.share(make("c"))->document == "c");
}

TEST_CASE("shared texts: any number may come and go") {
    shared_texts known;
    std::vector<std::shared_ptr<const operation_text>> held;
    for (std::size_t i = 0; i < 1000; ++i) {
        known.share(make("gone " + std::to_string(i)));
        held.push_back(known.share(make("held " + std::to_string(i))));
    }
    for (std::size_t i = 0; i < 1000; ++i) CHECK(known.share(make("held " + std::to_string(i))) == held[i]);
}
