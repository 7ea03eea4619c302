// A proxy's answer to CONNECT, in one piece and in pieces: the same tunnel, with all bytes behind the answer, or the
// same refusal, which shows no credentials. The first byte says where the pieces are cut.
#include "fuzz.hpp"

#include "transport/dial/tunnel.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <optional>
#include <string>

using namespace corogql;
using namespace corogql::fuzz;
namespace asio = boost::asio;

namespace {

constexpr std::string_view secret = "c2VjcmV0";

/// Has everything at once, and gives it piece by piece.
class read_only_stream final : public transport::byte_stream {
public:
    read_only_stream(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer into) override { co_return take(into); }
    std::optional<std::size_t> try_read(asio::mutable_buffer into) noexcept override { return take(into); }
    asio::awaitable<void> write(std::span<const asio::const_buffer>) override { co_return; }
    asio::awaitable<void> shutdown() override { co_return; }
    void close() noexcept override {}
    bool quiet() noexcept override { return text_.empty(); }

private:
    std::size_t take(asio::mutable_buffer into) noexcept {
        const auto size = asio::buffer_copy(into, asio::buffer(text_), piece_);
        text_.remove_prefix(size);
        return size;
    }

    std::string_view text_;
    const std::size_t piece_;
};

struct outcome {
    std::string behind;           ///< the tunnel's bytes
    std::optional<error> refusal; ///< in their place
};

asio::awaitable<std::string> read_tunnel(std::string_view answer, std::size_t piece, const transport::endpoint& to) {
    auto tunnel = co_await transport::open_tunnel(std::make_unique<read_only_stream>(answer, piece), to);
    std::string behind;
    char buffer[64];
    while (const std::size_t size = co_await tunnel->read_some(asio::buffer(buffer))) behind.append(buffer, size);
    co_return behind;
}

transport::endpoint to_somewhere() {
    const auto proxy = std::make_shared<transport::proxy_endpoint>();
    proxy->host = "proxy.example";
    proxy->port = 3128;
    proxy->fields = {{"Proxy-Authorization", "Basic " + std::string(secret)}};
    transport::endpoint to;
    to.host = "api.example";
    to.port = 443;
    to.proxy = proxy;
    return to;
}

outcome open(std::string_view answer, std::size_t piece) {
    static const auto to = to_somewhere();
    asio::io_context loop(1);
    outcome result;
    std::exception_ptr thrown;
    asio::co_spawn(loop, read_tunnel(answer, piece, to), [&](std::exception_ptr failure, std::string behind) {
        thrown = std::move(failure);
        result.behind = std::move(behind);
    });
    loop.run();
    const auto rethrow = [&] {
        if (thrown) std::rethrow_exception(thrown);
    };
    try {
        rethrow();
    } catch (const error& refused) {
        result.refusal = refused;
    }
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto text = text_of(data + 1, size - 1);
    const auto whole = open(text, text.size() + 1);
    const auto cut = open(text, data[0] % 16 + 1u);
    require(whole.refusal.has_value() == cut.refusal.has_value());
    if (!whole.refusal) {
        require(whole.behind == cut.behind && text.ends_with(whole.behind));
        const auto answer = text.substr(0, text.size() - whole.behind.size());
        require(answer.starts_with("HTTP/1.") && answer.ends_with("\n"));
        return 0;
    }
    require(whole.refusal->http_status() == cut.refusal->http_status());
    for (const auto* refused : {&*whole.refusal, &*cut.refusal}) {
        const std::string_view words = refused->what();
        require(refused->kind() == error_kind::connect && refused->phase() == error_phase::connect);
        require(words.starts_with("the proxy proxy.example:3128 "));
        require(words.find(secret) == words.npos || text.find(secret) != text.npos); // some of the answer may be shown
    }
    return 0;
}
