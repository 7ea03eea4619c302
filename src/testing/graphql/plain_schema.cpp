#include "testing/graphql/plain_schema.hpp"

#include "testing/graphql/json_member.hpp"

#include <algorithm>
#include <charconv>

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
  "Ten books, and those that were added behind them."
  books(first: Int = 100, after: ID): BookConnection!
}

type Mutation {
  "Fails with the code 409 where there is a book of this title."
  addBook(title: String!): Book!
}

type Subscription {
  "Counts from `after` + 1 up to `to`, one in every so many milliseconds."
  count(after: Int = 0, to: Int!, every: Int = 0): Int!
}

type Book {
  id: ID!
  title: String!
}

type BookConnection {
  nodes: [Book!]!
  pageInfo: PageInfo!
  totalCount: Int!
}

type PageInfo {
  endCursor: ID
  hasNextPage: Boolean!
}
)";

/// A shelf is the books of one server. The id of a book is its number, from 1, and the cursor behind it.
class shelf {
public:
    json::object book(std::size_t at) const { return {{"id", std::to_string(at + 1)}, {"title", titles_[at]}}; }

    json::object add(std::string title) {
        if (std::find(titles_.begin(), titles_.end(), title) != titles_.end())
            throw field_error(409, "There is a book " + title + " already.");
        titles_.push_back(std::move(title));
        return book(titles_.size() - 1);
    }

    json::object page(std::int64_t first, const std::string& after) const {
        std::size_t begin = 0;
        const auto* const end_of_cursor = after.data() + after.size();
        if (std::from_chars(after.data(), end_of_cursor, begin).ptr != end_of_cursor || begin > titles_.size())
            throw field_error(400, "There is no cursor " + after + '.');
        const auto end =
            begin + std::min(static_cast<std::size_t>(std::max<std::int64_t>(first, 0)), titles_.size() - begin);
        json::array nodes;
        for (auto at = begin; at < end; ++at) nodes.push_back(book(at));
        json::object info{{"hasNextPage", end < titles_.size()}};
        if (end > begin) info["endCursor"] = std::to_string(end);
        return {{"nodes", std::move(nodes)}, {"pageInfo", std::move(info)}, {"totalCount", titles_.size()}};
    }

private:
    std::vector<std::string> titles_{"Candide", "Dracula", "Emma",   "Kim",    "Middlemarch",
                                     "Nana",    "Ulysses", "Utopia", "Walden", "Zadig"};
};

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
    const auto books = std::make_shared<shelf>();
    api.resolve("Query.books", [books](const json::object&, const json::object& arguments) -> json::value {
        return books->page(number_at(arguments, "first", 0), string_at(arguments, "after"));
    });
    api.resolve("Mutation.addBook", [books](const json::object&, const json::object& arguments) -> json::value {
        return books->add(string_at(arguments, "title"));
    });
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
