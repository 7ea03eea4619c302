#include <corogql/request.hpp>

namespace corogql {

request& request::variable(std::string_view name, json::value value) {
    variables_.insert_or_assign(name, std::move(value));
    return *this;
}

request& request::extension(std::string_view name, json::value value) {
    extensions_.insert_or_assign(name, std::move(value));
    return *this;
}

request& request::header(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
}

} // namespace corogql
