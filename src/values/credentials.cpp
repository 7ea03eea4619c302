#include <corogql/credentials.hpp>

namespace corogql {

credentials& credentials::authorization(std::string value) {
    connection_init_["Authorization"] = value;
    return header("Authorization", std::move(value));
}

credentials& credentials::bearer(std::string_view token) { return authorization("Bearer " + std::string(token)); }

credentials_provider bearer(std::string token) {
    return detail::provider_of([given = credentials().bearer(token)](bool) { return given; });
}

credentials_provider bearer(std::function<std::string(bool refused)> token) {
    return detail::provider_of(
        [token = std::move(token)](bool refused) { return credentials(credentials().bearer(token(refused))); });
}

namespace detail {

namespace {

asio::awaitable<credentials> at_once(credentials given) { co_return given; }

} // namespace

credentials_provider provider_of(std::function<credentials(bool refused)> function) {
    return [function = std::move(function)](bool refused) { return at_once(function(refused)); };
}

} // namespace detail

} // namespace corogql
