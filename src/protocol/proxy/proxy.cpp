#include "protocol/proxy/proxy.hpp"

#include "protocol/proxy/no_proxy.hpp"
#include "values/text/ascii.hpp"

#include <corogql/error.hpp>

#include <initializer_list>

namespace corogql::protocol {

namespace {

error bad_proxy(std::string_view variable) {
    const auto where = variable.empty() ? std::string() : " in the variable " + std::string(variable);
    return error(error_kind::config, "the proxy's URL" + where +
                                         " cannot be used; it must look like http://[user:password@]host[:port] "
                                         "(http or https)");
}

struct named_value {
    std::string_view name, value; ///< The variable that is set and its value; empty when none is.
};

named_value first_of(const variable_function& variable, std::initializer_list<const char*> names) {
    for (const auto* name : names) {
        const char* value = variable(name);
        if (value && *value) return {name, value};
    }
    return {};
}

} // namespace

proxy parse_proxy(std::string_view text, std::string_view variable) {
    const auto colon = text.find("://");
    const bool bare = colon == std::string_view::npos;
    const auto scheme = bare ? "http" : text.substr(0, colon);
    const bool secure = detail::equals_ignoring_case(scheme, "https");
    if (!secure && !detail::equals_ignoring_case(scheme, "http")) throw bad_proxy(variable);
    url parts;
    try {
        parts = parse_url(bare ? "http://" + std::string(text) : std::string(text));
    } catch (const error&) {
        throw bad_proxy(variable);
    }
    // A password with one of these unescaped would pass for a host, and be shown as one.
    if (parts.target != "/" || text.find('#') != std::string_view::npos) throw bad_proxy(variable);
    return {secure, std::move(parts.host), parts.port, std::move(parts.basic_user_info)};
}

std::optional<proxy> proxy_of_environment(const variable_function& variable, const url& target) {
    auto found =
        target.secure ? first_of(variable, {"https_proxy", "HTTPS_PROXY"}) : first_of(variable, {"http_proxy"});
    if (found.value.empty()) found = first_of(variable, {"all_proxy", "ALL_PROXY"});
    if (found.value.empty()) return std::nullopt;
    const auto exceptions = first_of(variable, {"no_proxy", "NO_PROXY"}).value;
    if (is_excepted(exceptions, target.host, target.port)) return std::nullopt;
    return parse_proxy(found.value, found.name);
}

} // namespace corogql::protocol
