#include "hand_written.hpp"

#include "workload.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>

namespace corogql::bench {

namespace json = boost::json;

namespace {

/// The answer's body at the end of `text`; empty while it is not whole. Believes everything the server says.
std::string_view body_of(std::string_view text) {
    constexpr std::string_view field = "Content-Length: ";
    const auto end = text.find("\r\n\r\n");
    if (end == text.npos) return {};
    const auto length = text.find(field);
    const auto size = std::strtoul(text.data() + length + field.size(), nullptr, 10);
    const auto body = text.substr(end + 4);
    return body.size() < size ? std::string_view() : body;
}

} // namespace

hand_written::hand_written(std::uint16_t port)
    : head_("POST " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host) + ":" + std::to_string(port) +
            "\r\nAccept: application/graphql-response+json, application/json;q=0.9\r\n"
            "Content-Type: application/json\r\nUser-Agent: hand/1.0.0\r\nAccept-Encoding: gzip, deflate, br\r\n"
            "Content-Length: ") {}

const std::string& hand_written::request() {
    const json::object payload{{"query", json::string(query_document)},
                               {"variables", {{"id", json::string(query_id)}}}};
    const auto body = json::serialize(payload);
    in_.clear();
    return out_.assign(head_).append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

std::optional<std::uint64_t> hand_written::put(std::string_view piece) {
    in_.append(piece);
    const auto body = body_of(in_);
    if (body.empty()) return std::nullopt;
    json::monotonic_resource arena(memory_.data(), memory_.size());
    const auto value = json::parse(json::string_view(body.data(), body.size()), &arena);
    return value.at("data").at("run").at("step").to_number<std::uint64_t>();
}

} // namespace corogql::bench
