// Client spans for OpenTelemetry: its conventions for GraphQL (which it has for servers), for HTTP and for errors give
// the attributes their names. The name of a span has few values, so the operation's own is an attribute.
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>
#include <map>
#include <string>

namespace asio = boost::asio;
using corogql::request;

// In place of a span of OpenTelemetry's SDK, so that this example needs none.
struct span {
    std::string name;
    std::map<std::string, std::string> attributes;
};

class traced final : public corogql::operation_observer {
public:
    explicit traced(const corogql::operation_begin& what) {
        const std::string type(to_string(what.type));
        span_.name = type.empty() ? "GraphQL Operation" : type;
        set("graphql.operation.type", type);
        set("graphql.operation.name", std::string(what.name));
        set("url.full", what.url);
        set("server.address", std::string(what.host));
        set("server.port", std::to_string(what.port));
    }

    void end(const corogql::operation_end& how) override {
        if (how.http_status != 0) set("http.response.status_code", std::to_string(how.http_status));
        if (how.attempts > 1) set("http.request.resend_count", std::to_string(how.attempts - 1));
        if (how.failure) set("error.type", std::string(to_string(how.failure->kind())));
        if (how.answer && !how.answer->ok()) set("error.type", "graphql");
        if (how.cancelled) set("error.type", "cancelled");
        std::cout << span_.name << " [client]\n";
        for (const auto& [name, value] : span_.attributes) std::cout << "    " << name << ": " << value << '\n';
    }

private:
    void set(const std::string& name, const std::string& value) {
        if (!value.empty()) span_.attributes[name] = value;
    }

    span span_;
};

asio::awaitable<void> work(corogql::client& api) {
    co_await api.execute(request("query Greeting { hello(name: \"world\") }").operation_name("Greeting"));
    co_await api.execute(request("{ nothing }"));
    auto counts = api.subscribe(request("subscription { count(to: 3) }"));
    while (const auto event = co_await counts.next()) std::cout << event->data_as<int>("count") << '\n';
    co_await api.close();
}

int main() {
    corogql::testing::server server;
    server.inject(corogql::testing::fault::on_request().answer(503, "busy")); // the first attempt only
    asio::io_context loop;
    corogql::client_options options(server.url());
    options.observe([](const corogql::operation_begin& what) { return std::make_unique<traced>(what); });
    options.retry(corogql::retry_options().initial(std::chrono::milliseconds(1)));
    corogql::client api(loop.get_executor(), options);
    int status = 0;
    asio::co_spawn(loop, work(api), [&](std::exception_ptr failure) {
        if (failure) status = 1;
    });
    loop.run();
    return status;
}
