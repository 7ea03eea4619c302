/// Generated code against a simulated server: what it sends, and what becomes of what it gets.
#include "books.graphql.hpp"
#include "lines.graphql.hpp"

#include "../support/caught.hpp"

#include <corogql/compose.hpp>
#include <corogql/testing/simulated_server.hpp>
#include <corogql/typed.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using namespace books_api;
using corogql::test::caught;
using namespace std::chrono_literals;

namespace {

std::string variables_of(const request& made) { return json::serialize(made.variables()); }

/// A world with a server that answers every HTTP request so.
struct answering {
    explicit answering(std::string text) {
        server.on_request([this, text = std::move(text)](const testing::simulated_request& asked) {
            requests.push_back(asked.body);
            testing::simulated_reply reply;
            reply.body = text;
            return reply;
        });
    }

    testing::simulation world;
    testing::simulated_server server{world};
    client api{world.executor(), server.url()};
    std::vector<std::string> requests;
};

template <class Operation>
typed_response<Operation> answered(const std::string& text, const Operation& what) {
    answering on(text);
    return on.world.run(execute(on.api, what));
}

} // namespace

TEST_CASE("typed: absent, null and a value are three things on the wire") {
    CHECK(variables_of(to_request(Books())) == "{}");
    Books all;
    all.where(null).first(3).details(true);
    CHECK(variables_of(to_request(all)) == R"({"where":null,"first":3,"details":true})");
    all.where(BookFilter()
                  .title(StringFilter().eq(null).in(std::vector<std::string>{"a\n\"", "b"}))
                  .and_(std::vector<BookFilter>{BookFilter(), BookFilter().title(null)})
                  .not_(BookFilter().not_(null)));
    CHECK(variables_of(to_request(all)) ==
          R"({"where":{"title":{"eq":null,"in":["a\n\"","b"]},"and":[{},{"title":null}],"not":{"not":null}},)"
          R"("first":3,"details":true})");
    CHECK(variables_of(to_request(BookBy_(BookBy::title("x")))) == R"({"by":{"title":"x"}})");
    CHECK(variables_of(to_request(Add(NewBook("t").genre(Genre::ERROR_).pages(std::int64_t{1} << 60).copies(2)))) ==
          R"({"book":{"title":"t","genre":"ERROR","pages":"1152921504606846976","copies":2}})");
    CHECK(variables_of(to_request(Add(NewBook("t").genre(open_enum<Genre>("NEW")).note(null)))) ==
          R"({"book":{"title":"t","genre":"NEW","note":null}})");
    const std::chrono::sys_time<std::chrono::milliseconds> time(1234ms);
    CHECK(variables_of(to_request(Add(NewBook("t").published(time)))) ==
          R"({"book":{"title":"t","published":"1970-01-01T00:00:01.234Z"}})");
}

TEST_CASE("typed: files are sent from wherever they stand") {
    const auto made =
        to_request(Send(upload::bytes("a", "a.txt"))
                       .more(std::vector<upload>{upload::bytes("b", "b.txt"), upload::bytes("c", "c.txt")}));
    REQUIRE(made.attachments().size() == 3);
    CHECK(variables_of(made) == R"({"file":null,"more":[null,null]})");
    CHECK(made.attachments()[0].paths == std::vector<std::string>{"file"});
    CHECK(made.attachments()[2].paths == std::vector<std::string>{"more.1"});
}

TEST_CASE("typed: fragments are bases, scalars what they were mapped to") {
    const auto answer = answered(
        R"({"data":{"books":{"nodes":[{"id":7,"title":"Dune","genre":"NOVEL","published":"2024-01-31T00:00:00Z",)"
        R"("day":"2024-02-29","pages":"9007199254740993","losses":[[1,2.5],null],"author":{"name":"F\u00e9"},)"
        R"("class":"A","extra":{"a":[1e400]},"unknown":{"x":[1,"}"]}},null,)"
        R"({"title":"B","id":"b","genre":"NEW","published":null,"day":null,"pages":null,"losses":null,"author":null}],)"
        R"("pageInfo":{"hasNextPage":false,"endCursor":null}}}})",
        Books());
    const auto& books = answer.data().books;
    REQUIRE(books.nodes);
    REQUIRE(books.nodes->size() == 3);
    const auto& first = *books.nodes->at(0);
    const BookHead& head = first;
    CHECK(head.id == "7");
    CHECK(head.title == "Dune");
    CHECK(*head.genre == Genre::NOVEL);
    CHECK(*first.published == std::chrono::sys_days(std::chrono::year(2024) / 1 / 31));
    CHECK(*first.day == std::chrono::year(2024) / 2 / 29);
    CHECK(*first.pages == 9007199254740993);
    REQUIRE(first.losses);
    CHECK(*first.losses->at(0) == std::vector<double>{1, 2.5});
    CHECK(!first.losses->at(1));
    CHECK(first.author->full_name == "F\u00e9");
    CHECK(*first.class_ == "A");
    REQUIRE(first.Extra);
    CHECK(first.Extra->title == "Dune");
    CHECK(first.Extra->extra->text() == R"({"a":[1e400]})");
    CHECK(!books.nodes->at(1));
    const auto& last = *books.nodes->at(2);
    CHECK(!last.genre->known());
    CHECK(last.genre->text() == "NEW");
    CHECK(!last.class_);
    CHECK(!last.Extra);
}

TEST_CASE("typed: unions and interfaces are told by their types, also those that came later") {
    const auto answer = answered(
        R"({"data":{"found":[{"__typename":"Book","id":"1","title":"a","genre":null},)"
        R"({"id":"2","name":"A","books":[{"title":"x"}],"__typename":"Author"},{"__typename":"Map","scale":3}]}})",
        Find("a"));
    const auto& found = answer.data().found;
    REQUIRE(found.size() == 3);
    CHECK(found[0].as<BookHead>()->title == "a");
    CHECK(found[0].as<Find::Data::Author>() == nullptr);
    CHECK(found[1].as<Find::Data::Author>()->books.at(0).title == "x");
    CHECK(found[2].as<other_type>()->name == "Map");
    CHECK(found[2].as<other_type>()->fields.at("scale") == 3);

    const auto one = answered(R"({"data":{"node":{"__typename":"Author","id":"2","name":"A"}}})", ById("2"));
    CHECK(one.data().node->id == "2");
    CHECK(std::get<NodeName::Author>(one.data().node->on).full_name == "A");
    // A generated struct may be that of one field, or an item of any list.
    using author = NodeName::Author;
    CHECK(one.raw().data_as<author>("node").full_name == "A");
    CHECK(!answered(R"({"data":{"node":null}})", ById("2")).raw().data_as<std::optional<author>>("node"));
    const auto shop = answered(R"({"data":{"node":{"__typename":"Shop","id":"3"}}})", ById("3"));
    CHECK(std::get<other_type>(shop.data().node->on).name == "Shop");
}

TEST_CASE("typed: what does not fit is named with its place") {
    const auto fault = [](const std::string& text) {
        const auto answer = answered(text, Find("a"));
        return std::string(caught([&] { answer.data(); }).what());
    };
    CHECK(fault(R"({"data":{"found":[{"__typename":"Author","id":"1","name":7,"books":[]}]}})")
              .find("data.found[0].name: expected a string, found 7") != std::string::npos);
    CHECK(fault(R"({"data":{"found":[{"__typename":"Author","id":"1","name":"a","books":[{}]}]}})")
              .find("data.found[0].books[0].title: is missing") != std::string::npos);
    CHECK(fault(R"({"data":{"found":[{"id":"1"}]}})").find("data.found[0].__typename: is missing") !=
          std::string::npos);
    CHECK(fault(R"({"data":{"found":{}}})").find("data.found: expected a list, found an object") != std::string::npos);
    const auto with_error =
        answered(R"({"data":{"found":null},"errors":[{"message":"no","path":["found"]}]})", Find("a"));
    CHECK(caught([&] { with_error.data(); }).kind() == error_kind::graphql);
    REQUIRE(with_error.error_at("found") != nullptr);
    CHECK(with_error.error_at("found")->message == "no");
    CHECK(with_error.error_at("found.x") == nullptr);
}

TEST_CASE("typed: partial data is data") {
    const auto answer =
        answered(R"({"data":{"addBook":null},"errors":[{"message":"taken","path":["addBook"]}]})", Add(NewBook("t")));
    CHECK(!answer.data().addBook);
    CHECK(!answer.ok());
    CHECK(answer.error_at("addBook")->message == "taken");
    CHECK(caught([&] { answer.throw_if_failed(); }).kind() == error_kind::graphql);
}

TEST_CASE("typed: what is sent asks for types where structs depend on them, and knows its hash") {
    using find = operation<Find>;
    CHECK(find::document ==
          "query Find($text:String!){found(text:$text){__typename...on Book{...BookHead}...on Author{id name "
          "books{title}}}}fragment BookHead on Book{id title genre}");
    CHECK(find::action == operation_action::query);
    CHECK(find::hash.size() == 64);
    CHECK(operation<ById>::document ==
          "query ById($id:ID!){node(id:$id){id...NodeName}}fragment NodeName on Node{__typename...on Book{title}...on "
          "Author{name}}");
    CHECK(operation<Lines>::document.find("corogql") == std::string_view::npos);
}

TEST_CASE("typed: pages are found, and walked through") {
    testing::simulation world;
    testing::simulated_server server(world);
    client api(world.executor(), server.url());
    server.on_request([](const testing::simulated_request& asked) {
        const auto* after = asked.operation.variables.if_contains("after");
        const bool second = after && after->is_string();
        testing::simulated_reply reply;
        reply.body = second ? R"({"data":{"books":{"nodes":[null,{"id":"3","title":"c","genre":null,"published":null,)"
                              R"("day":null,"pages":null,"losses":null,"author":null}],)"
                              R"("pageInfo":{"hasNextPage":false,"endCursor":"z"}}}})"
                            : R"({"data":{"books":{"nodes":[{"id":"1","title":"a","genre":null,"published":null,)"
                              R"("day":null,"pages":null,"losses":null,"author":null}],)"
                              R"("pageInfo":{"hasNextPage":true,"endCursor":"y"}}}})";
        if (asked.operation.variables.at("first") != 2) reply.status = 500;
        return reply;
    });
    auto pages = paginate(api, Books(), page_options().page_size(2));
    std::string titles;
    while (const auto page = world.run(pages.next()))
        for (const Books::Item& book : page->items()) titles += book.title;
    CHECK(titles == "ac");
}

TEST_CASE("typed: a subscription resumes as its directive says, and is a source") {
    testing::simulation world;
    testing::simulated_server server(world);
    client api(world.executor(), server.url());
    std::vector<std::string> asked;
    server.on_subscribe([&](auto link, const testing::simulated_operation& what) {
        asked.push_back(json::serialize(what.variables));
        const auto* after = what.variables.if_contains("after");
        const auto next = after ? after->as_int64() + 1 : 1;
        link.next(what.id, R"({"lines":{"number":)" + std::to_string(next) + R"(,"text":"l"}})");
        if (next == 3)
            link.complete(what.id);
        else
            link.drop();
    });
    const auto number = [](typed_event<Lines>&& one) { return one.data().lines.number; };
    auto numbers = subscribe(api, Lines()) | map(number);
    std::vector<int> seen;
    while (const auto one = world.run(numbers.next())) seen.push_back(*one);
    CHECK(seen == std::vector<int>{1, 2, 3});
    CHECK(asked == std::vector<std::string>{"{}", R"({"after":1})", R"({"after":2})"});
}

TEST_CASE("typed: a function sets the inputs that a stream goes on with") {
    testing::simulation world;
    testing::simulated_server server(world);
    client api(world.executor(), server.url());
    std::vector<std::string> asked;
    server.on_subscribe([&](auto link, const testing::simulated_operation& what) {
        asked.push_back(json::serialize(what.variables));
        link.next(what.id, R"({"lines":{"number":)" + std::to_string(asked.size()) + R"(,"text":"l"}})");
        if (asked.size() == 3)
            link.complete(what.id);
        else
            link.drop();
    });
    const auto behind = [](Lines& next, const Lines::Data& last) { next.after(last.lines.number * 10); };
    auto lines = subscribe(api, Lines(), subscribe_options().resume(resume_by(Lines(), behind)));
    std::vector<int> seen;
    while (const auto one = world.run(lines.next())) seen.push_back(one->data().lines.number);
    CHECK(seen == std::vector<int>{1, 2, 3});
    CHECK(asked == std::vector<std::string>{"{}", R"({"after":10})", R"({"after":20})"});
    CHECK(lines.statistics().taken == 3);
}

TEST_CASE("typed: any completion token, and a request of one's own making") {
    answering on(R"({"data":{"node":null}})");
    std::optional<typed_response<ById>> got;
    async_execute(on.api, ById("1"), [&](std::exception_ptr failure, typed_response<ById> answer) {
        CHECK(!failure);
        got.emplace(std::move(answer));
    });
    on.world.run_until([&] { return got.has_value(); });
    CHECK(!got->data().node);
    auto made = to_request(ById("2"));
    made.timeout(5s);
    CHECK(!on.world.run(execute<ById>(on.api, std::move(made))).data().node);
    CHECK(on.requests.at(1).find(R"("operationName":"ById")") != std::string::npos);
}
