#include "engine/shared/proxies.hpp"

#include "protocol/http/retry_after.hpp"
#include "protocol/proxy/proxy.hpp"
#include "transport/byte_stream.hpp"
#include "transport/tls/context.hpp"
#include "transport/tls/hash.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/passed_limit.hpp"
#include "values/text/ascii.hpp"

#include <algorithm>
#include <cstdlib>

namespace corogql::engine {

namespace {

std::optional<protocol::proxy> choose(const client_options& options, const protocol::url& target) {
    if (options.uses_proxy_of_environment()) {
        if (!options.unix_socket().empty()) return std::nullopt;
        return protocol::proxy_of_environment([](const char* name) { return std::getenv(name); }, target);
    }
    if (options.proxy().empty()) return std::nullopt;
    if (!options.unix_socket().empty()) throw error(error_kind::config, "a unix socket and a proxy exclude each other");
    return protocol::parse_proxy(options.proxy());
}

headers connect_fields(const protocol::proxy& proxy, const headers& common) {
    headers fields;
    for (const auto& [name, value] : common)
        if (detail::equals_ignoring_case(name, "User-Agent")) fields.emplace_back(name, value);
    if (!proxy.user_info.empty())
        fields.emplace_back("Proxy-Authorization", "Basic " + transport::base64(proxy.user_info));
    return fields;
}

} // namespace

std::shared_ptr<const transport::proxy_endpoint> find_proxy(const client_options& options, const protocol::url& target,
                                                            const headers& common,
                                                            std::shared_ptr<const transport::tls_context>& tls) {
    const auto chosen = choose(options, target);
    if (!chosen) return nullptr;
    const auto result = std::make_shared<transport::proxy_endpoint>();
    result->host = chosen->host;
    result->port = chosen->port;
    result->fields = connect_fields(*chosen, common);
    if (!chosen->secure) return result;
    // The client's certificate, and doing without verification, are between it and the server.
    if (!tls)
        tls = transport::tls_context::for_client(tls_options()
                                                     .ca_file(options.tls().ca_file())
                                                     .crl_file(options.tls().crl_file())
                                                     .resume_sessions(options.tls().resume_sessions()));
    result->tls = tls;
    return result;
}

asio::awaitable<std::unique_ptr<transport::byte_stream>> dial(std::shared_ptr<transport::runtime> world,
                                                              transport::endpoint to, std::chrono::nanoseconds limit,
                                                              transport::runtime::time_point until) {
    const auto own = world->deadline(limit);
    try {
        co_return co_await world->dial(to, std::min(own, until));
    } catch (error& failure) {
        if (failure.kind() == error_kind::timeout && own <= until && own <= world->now())
            detail::name_limit(failure, "connect_timeout", limit);
        std::optional<std::chrono::seconds> wait;
        for (const auto& [name, value] : failure.headers())
            if (detail::equals_ignoring_case(name, "Retry-After"))
                if (const auto asked = protocol::read_retry_after(value, world->calendar_now())) wait = asked;
        if (wait) failure = detailed_error(failure).retry_after(*wait);
        throw;
    }
}

std::string through_proxy(const transport::endpoint& to) {
    return to.proxy ? " through the proxy " + transport::host_and_port(to.proxy->host, to.proxy->port) : "";
}

} // namespace corogql::engine
