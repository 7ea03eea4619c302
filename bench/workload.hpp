/// Both sides of a comparison send and get this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::bench {

inline constexpr std::string_view host = "127.0.0.1";
inline constexpr std::string_view path = "/graphql";

// Push.

inline constexpr std::string_view subscription_document = "subscription { logs { offset line } }";
inline constexpr std::size_t push_message_size = 150;

/// Returns a `next` message of so many bytes, whose data is {"logs":{"offset":…,"line":"…"}}.
std::string push_message(std::string_view operation, std::uint64_t offset, std::size_t size = push_message_size);
/// Returns the payload of a message of push_message(), for other transports.
std::string push_payload(std::uint64_t offset);

// HTTP.

inline constexpr std::string_view query_document = "query($id: ID!) { run(id: $id) { id name status step } }";
inline constexpr std::string_view query_id = "r-1";
inline constexpr std::string_view query_response =
    R"({"data":{"run":{"id":"r-1","name":"finetune-7b","status":"RUNNING","step":1042}}})";
inline constexpr std::int64_t query_step = 1042;

/// Throws when a client got something else than was sent: a fast wrong answer is none.
void check(std::uint64_t got, std::uint64_t wanted);

} // namespace corogql::bench
