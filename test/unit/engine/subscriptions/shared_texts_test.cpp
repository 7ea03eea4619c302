#include "engine/subscriptions/shared_texts.hpp"

#include <doctest/doctest.h>

#include <vector>

using corogql::engine::shared_texts;

namespace {

auto make(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

} // namespace

TEST_CASE("shared texts: equal ones become one while somebody holds it") {
    shared_texts texts;
    const auto first = texts.share(make("a"));
    CHECK(texts.share(make("a")) == first);
    CHECK(texts.share(make("b")) != first);
    std::weak_ptr<const std::string> gone = texts.share(make("c"));
    CHECK(gone.expired());
    CHECK(*texts.share(make("c")) == "c");
}

TEST_CASE("shared texts: any number may come and go") {
    shared_texts texts;
    std::vector<std::shared_ptr<const std::string>> held;
    for (std::size_t i = 0; i < 1000; ++i) {
        texts.share(make("gone " + std::to_string(i)));
        held.push_back(texts.share(make("held " + std::to_string(i))));
    }
    for (std::size_t i = 0; i < 1000; ++i) CHECK(texts.share(make("held " + std::to_string(i))) == held[i]);
}
