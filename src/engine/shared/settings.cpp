#include "engine/shared/settings.hpp"

#include "engine/shared/option_rules.hpp"
#include "engine/shared/proxies.hpp"
#include "protocol/http/header_rules.hpp"
#include "transport/tls/context.hpp"
#include "transport/tls/hash.hpp"
#include "values/text/one_line.hpp"
#include "values/text/utf8.hpp"

#include <corogql/version.hpp>

namespace corogql::engine {

namespace {

transport::endpoint to_endpoint(const protocol::url& url, const client_options& options,
                                const std::shared_ptr<const resolver_function>& resolver,
                                const std::shared_ptr<const transport::tls_context>& tls,
                                std::shared_ptr<const transport::tls_context>& proxy_tls, const headers& common) {
    return {.host = url.host,
            .port = url.port,
            .unix_socket = options.unix_socket(),
            .tls = url.secure ? tls : nullptr,
            .proxy = find_proxy(options, url, common, proxy_tls),
            .resolver = resolver,
            .head_start = options.address_head_start()};
}

/// Returns the user information for `url`. It belongs to the origin of the URL that has it; the other URL may be of
/// that origin, too.
const std::string& user_info(const protocol::url& url, const protocol::url& other) {
    return url.basic_user_info.empty() && url.same_origin(other) ? other.basic_user_info : url.basic_user_info;
}

headers common_headers(const client_options& options, const std::string& user_info) {
    headers fields;
    const auto& agent = options.user_agent();
    fields.emplace_back("User-Agent", agent.empty() ? "corogql/" COROGQL_VERSION_STRING : agent);
    if (!user_info.empty()) fields.emplace_back("Authorization", "Basic " + transport::base64(user_info));
    protocol::merge_headers(fields, options.headers());
    protocol::check_headers(fields);
    return fields;
}

/// Makes lenient() the one switch for what HTTP and websockets have each.
client_options with_lenience(client_options options) {
    if (!options.lenient()) return options;
    auto http = options.http();
    options.http(http.lenient(true));
    auto websocket = options.websocket();
    options.websocket(websocket.lenient(true));
    return options;
}

} // namespace

void settings::tell_not_understood(const error& why, std::string_view text) const {
    constexpr std::size_t shown = 200;
    lifecycle_event event{lifecycle_event::type::not_understood, &why};
    event.payload = detail::is_utf8(text) ? detail::utf8_prefix(text, shown) : text.substr(0, shown);
    log("not understood: " + std::string(why.what()) + ": " + detail::one_line(event.payload));
    tell(event);
}

headers settings::with_common(headers fields) const {
    protocol::merge_headers(fields, common);
    return fields;
}

settings::settings(client_options from)
    : options(with_lenience(std::move(from))), http_url(protocol::parse_url(options.url())),
      websocket_url(options.websocket_url().empty() ? http_url : protocol::parse_url(options.websocket_url())),
      common(common_headers(options, user_info(http_url, websocket_url))),
      websocket_common(common_headers(options, user_info(websocket_url, http_url))),
      post(accepted::both, http_url.authority, common), post_for_steps(accepted::steps, http_url.authority, common),
      post_for_json(accepted::json, http_url.authority, common) {
    check_numbers(options);
    http_url.websocket = false;
    websocket_url.websocket = true;
    const auto& trust = options.tls();
    // Files that cannot be used are a mistake even where the URL is plain.
    const bool given = !trust.ca_file().empty() || !trust.certificate_file().empty() || !trust.key_file().empty() ||
                       !trust.crl_file().empty();
    if (http_url.secure || websocket_url.secure || given) tls = transport::tls_context::for_client(trust);
    std::shared_ptr<const transport::tls_context> proxy_tls;
    std::shared_ptr<const resolver_function> resolver; // one for both, as it may have a state
    if (options.resolver()) resolver = std::make_shared<const resolver_function>(options.resolver());
    http_endpoint = to_endpoint(http_url, options, resolver, tls, proxy_tls, common);
    websocket_endpoint = to_endpoint(websocket_url, options, resolver, tls, proxy_tls, common);
    rules.max_depth = options.max_depth();
    rules.lenient = options.http().lenient();
    if (rules.lenient) rules.on_leniency = [this](std::string_view what) { log(what); };
}

} // namespace corogql::engine
