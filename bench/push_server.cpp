#include "push_server.hpp"

#include "transport/tls/hash.hpp"
#include "workload.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <vector>

namespace corogql::bench {

namespace {

/// Messages with offsets of their own; the block is sent over and over.
constexpr std::size_t block = 1000;
constexpr std::uint64_t first_offset = 100'000;

/// The text between `before` and `after`; throws when there is none.
std::string between(std::string_view text, std::string_view before, char after) {
    const auto begin = text.find(before);
    if (begin == std::string_view::npos) throw std::runtime_error("no " + std::string(before));
    const auto rest = text.substr(begin + before.size());
    return std::string(rest.substr(0, rest.find(after)));
}

std::string frame(char opcode, std::string_view payload) {
    std::string bytes{static_cast<char>(0x80 | opcode)};
    if (payload.size() > 125) {
        bytes += '\x7e';
        bytes += static_cast<char>(payload.size() >> 8);
    }
    bytes += static_cast<char>(payload.size() & 0xff);
    return bytes.append(payload);
}

/// The payload of the client's next frame, which is masked and small; the opcode stands before it.
std::string take_frame(peer& client) {
    const auto head = client.take(2);
    std::size_t size = head[1] & 0x7f;
    if (size == 126) {
        const auto extended = client.take(2);
        size = static_cast<std::size_t>(static_cast<unsigned char>(extended[0]) << 8 |
                                        static_cast<unsigned char>(extended[1]));
    }
    const auto mask = client.take(4);
    auto payload = client.take(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
    return static_cast<char>(head[0] & 0x0f) + payload;
}

/// Some clients write a space behind the colon.
std::string operation_of(const std::string& subscribe) {
    const auto value = between(subscribe, R"("id":)", ',');
    return between(value, "\"", '"');
}

std::string upgrade_response(std::string_view request) {
    const auto key = between(request, "Sec-WebSocket-Key: ", '\r');
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Accept: " +
           transport::sha1_base64(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11") + "\r\n\r\n";
}

/// What a write buffer of 16 KiB holds.
constexpr std::size_t items_in_chunk = 100;
static_assert(block % items_in_chunk == 0);

std::string chunk(std::string_view content) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", content.size());
    return std::string(size).append(content).append("\r\n");
}

std::string stream_head(std::string_view content_type) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(content_type) +
           "\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
}

struct stream_format {
    std::string_view content_type, end;
    std::string (*item)(std::uint64_t offset);
};

std::string event_item(std::uint64_t offset) { return "event: next\ndata: " + push_payload(offset) + "\n\n"; }

constexpr stream_format event_stream{"text/event-stream; charset=utf-8", "event: complete\ndata:\n\n", event_item};

/// As Apollo's router does: each part's delimiter, then the part.
std::string part_item(std::uint64_t offset) {
    return "\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{\"payload\":" + push_payload(offset) + "}";
}

constexpr stream_format multipart{"multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0", "\r\n--graphql--\r\n",
                                  part_item};

} // namespace

push_server::push_server(push_load load) : load_(load), server_([this](peer& client) { serve(client); }) {}

void push_server::serve(peer& client) {
    const auto head = client.take_through("\r\n\r\n");
    if (head.starts_with("POST"))
        push_stream(client, head);
    else
        push_messages(client, head);
}

void push_server::push_messages(peer& client, const std::string& upgrade) {
    client.send(upgrade_response(upgrade));
    take_frame(client);
    client.send(frame(1, R"({"type":"connection_ack"})"));
    std::vector<std::string> operations;
    while (operations.size() < load_.subscriptions) operations.push_back(operation_of(take_frame(client)));
    subscribed_ = true;
    subscribed_.notify_all();
    std::string bytes;
    for (std::size_t i = 0; i < block; ++i)
        bytes += frame(1, push_message(operations[i % operations.size()], first_offset + i, load_.message_size));
    const auto frame_size = bytes.size() / block;
    for (auto left = load_.messages; left != 0; left -= std::min(left, block))
        client.send(std::string_view(bytes).substr(0, std::min(left, block) * frame_size));
    if (load_.messages != 0)
        for (const auto& operation : operations)
            client.send(frame(1, R"({"id":")" + operation + R"(","type":"complete"})"));
    while (take_frame(client)[0] != 8) {
    }
    client.send(frame(8, "\x03\xe8"));
}

void push_server::push_stream(peer& client, const std::string& request) const {
    client.take(std::stoul(between(request, "Content-Length: ", '\r')));
    const bool events = request.find(": text/event-stream") != std::string::npos;
    const auto& format = events ? event_stream : multipart;
    client.send(stream_head(format.content_type));
    std::string bytes;
    for (std::size_t i = 0; i < block; i += items_in_chunk) {
        std::string items;
        for (std::size_t k = i; k < i + items_in_chunk; ++k) items += format.item(first_offset + k);
        bytes += chunk(items);
    }
    const auto chunk_size = bytes.size() / (block / items_in_chunk);
    for (auto left = load_.messages; left != 0; left -= std::min(left, block)) {
        const auto count = std::min(left, block);
        client.send(std::string_view(bytes).substr(0, count / items_in_chunk * chunk_size));
        for (auto k = count / items_in_chunk * items_in_chunk; k < count; ++k)
            client.send(chunk(format.item(first_offset + k)));
    }
    client.send(chunk(format.end) + "0\r\n\r\n");
}

std::uint64_t push_server::sum_of_offsets() const noexcept {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < load_.messages; ++i) sum += first_offset + i % block;
    return sum;
}

} // namespace corogql::bench
