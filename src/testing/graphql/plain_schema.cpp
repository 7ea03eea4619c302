#include "testing/graphql/plain_schema.hpp"

#include "testing/graphql/json_member.hpp"

#include <algorithm>

namespace corogql::testing {

namespace {

constexpr const char* plain_text = R"("Any JSON."
scalar JSON

type Query {
  hello(name: String = "world"): String!
  echo(value: JSON): JSON
  "Fails with this message and `extensions.code`."
  fail(message: String = "Failed as asked", code: Int = 500): String
  failNonNull(message: String = "Failed as asked", code: Int = 500): String!
}

type Subscription {
  "Counts from `after` + 1 up to `to`, one in every so many milliseconds."
  count(after: Int = 0, to: Int!, every: Int = 0): Int!
}
)";

class count_source : public event_source {
public:
    count_source(std::int64_t after, std::int64_t to, std::chrono::milliseconds interval)
        : at_(after), to_(to), interval_(interval) {}

    std::optional<json::value> next() override {
        if (ended()) return std::nullopt;
        pause(interval_);
        return json::value(++at_);
    }
    bool ended() const override { return at_ >= to_; }
    std::uint64_t position() const override { return static_cast<std::uint64_t>(at_); }
    void go_on_behind(std::uint64_t position) override {
        at_ = std::max(at_, static_cast<std::int64_t>(std::min(position, static_cast<std::uint64_t>(to_))));
    }

private:
    std::int64_t at_;
    const std::int64_t to_;
    const std::chrono::milliseconds interval_;
};

[[noreturn]] json::value fail_as_asked(const json::object&, const json::object& arguments) {
    throw field_error(static_cast<int>(number_at(arguments, "code", 500)), string_at(arguments, "message"));
}

} // namespace

served_schema plain_schema() {
    served_schema api(plain_text);
    add_plain_fields(api);
    return api;
}

void add_plain_fields(served_schema& api) {
    api.resolve("Query.hello", [](const json::object&, const json::object& arguments) -> json::value {
        return json::value("Hello, " + string_at(arguments, "name") + "!");
    });
    api.resolve("Query.echo", [](const json::object&, const json::object& arguments) -> json::value {
        return member(arguments, "value");
    });
    api.resolve("Query.fail", fail_as_asked);
    api.resolve("Query.failNonNull", fail_as_asked);
    api.subscribe("Subscription.count", [](const json::object& arguments) {
        const std::chrono::milliseconds every(number_at(arguments, "every", 0));
        return std::make_unique<count_source>(number_at(arguments, "after", 0), number_at(arguments, "to", 0), every);
    });
}

} // namespace corogql::testing
