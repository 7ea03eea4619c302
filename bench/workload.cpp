#include "workload.hpp"

#include <stdexcept>

namespace corogql::bench {

std::string push_message(std::string_view operation, std::uint64_t offset, std::size_t size) {
    std::string text = R"({"id":")" + std::string(operation) + R"(","type":"next","payload":{"data":{"logs":)";
    text += R"({"offset":)" + std::to_string(offset) + R"(,"line":"step )" + std::to_string(offset) + " loss 0.4142 ";
    constexpr std::string_view end = R"("}}}})";
    text.append(size - end.size() - text.size(), '.');
    return text.append(end);
}

std::string push_payload(std::uint64_t offset) {
    const auto message = push_message("1", offset);
    const auto begin = message.find(R"({"data")");
    return message.substr(begin, message.size() - begin - 1);
}

void check(std::uint64_t got, std::uint64_t wanted) {
    if (got != wanted)
        throw std::runtime_error("a client got " + std::to_string(got) + " instead of " + std::to_string(wanted));
}

} // namespace corogql::bench
