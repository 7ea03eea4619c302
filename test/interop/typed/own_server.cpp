#include "own_server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

namespace {

namespace json = boost::json;
using namespace corogql::testing;

/// Counts from behind `after` up to `to`.
class counting : public event_source {
public:
    explicit counting(const json::object& arguments)
        : at_(arguments.at("after").as_int64()), to_(arguments.at("to").as_int64()),
          delay_(arguments.at("delayMs").as_int64()) {}

    std::optional<json::value> next() override {
        pause(delay_);
        return ended() ? std::nullopt : std::optional<json::value>(++at_);
    }
    bool ended() const override { return at_ >= to_; }
    std::uint64_t position() const override { return static_cast<std::uint64_t>(at_); }
    void go_on_behind(std::uint64_t position) override { at_ = static_cast<std::int64_t>(position); }

private:
    std::int64_t at_;
    const std::int64_t to_;
    const std::chrono::milliseconds delay_;
};

json::value page_of(const json::array& works, const json::object& arguments) {
    const auto* after = arguments.if_contains("after");
    const auto begin = after && after->is_string() ? std::stoul(std::string(after->as_string())) : 0;
    const auto end = std::min(begin + arguments.at("first").to_number<std::size_t>(), works.size());
    json::array nodes;
    for (auto at = begin; at < end; ++at) nodes.push_back(works[at]);
    return {{"nodes", std::move(nodes)},
            {"pageInfo", {{"hasNextPage", end < works.size()}, {"endCursor", std::to_string(end)}}}};
}

served_schema filled(const std::string& folder) {
    std::ifstream file(folder + "/shelf.json");
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto works = json::parse(text).as_array();
    auto made = served_schema::from_file(folder + "/shelf.graphql");
    made.resolve("Query.works", [works](const auto&, const auto& arguments) { return page_of(works, arguments); });
    made.value("Query.found", works);
    made.resolve("Query.fail", [](const auto&, const auto&) -> json::value { throw field_error(500, "boom"); });
    made.resolve("Mutation.seen", [](const auto&, const auto& arguments) -> json::value {
        return json::string(json::serialize(arguments));
    });
    made.subscribe("Subscription.count", [](const auto& arguments) { return std::make_unique<counting>(arguments); });
    return made;
}

} // namespace

own_server::own_server(const std::string& folder) : server_(server_options().schema(filled(folder))) {}
