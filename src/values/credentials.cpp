#include <corogql/credentials.hpp>

namespace corogql {

credentials& credentials::authorization(std::string value) {
    connection_init_["Authorization"] = value;
    return header("Authorization", std::move(value));
}

credentials& credentials::header(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
}

credentials& credentials::connection_init(std::string name, json::value value) {
    connection_init_[name] = std::move(value);
    return *this;
}

} // namespace corogql
