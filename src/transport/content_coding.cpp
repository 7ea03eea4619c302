#include "transport/content_coding.hpp"

#include "values/text.hpp"

#include <corogql/error.hpp>

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

namespace corogql::transport {

namespace {

error decoding_failed(error_kind kind, const std::string& message) {
    return error(kind, message).phase(error_phase::receive).possibly_executed(true);
}

void append(std::string& out, const char* chunk, std::size_t size, std::size_t max_size) {
    if (out.size() + size > max_size)
        throw decoding_failed(error_kind::limit, "the decompressed answer is larger than " + std::to_string(max_size) +
                                                     " bytes (option max_message_size)");
    out.append(chunk, size);
}

/// zlib's own stream, ended whatever happens.
class inflater {
public:
    explicit inflater(int window_bits) { ::inflateInit2(&stream_, window_bits); }
    ~inflater() { ::inflateEnd(&stream_); }
    inflater(const inflater&) = delete;
    inflater& operator=(const inflater&) = delete;

    /// False when the bytes are not of this format, or end too soon.
    bool run(const std::string& in, std::string& out, std::size_t max_size) {
        std::string input = in; // zlib's interface is not const-correct
        stream_.next_in = reinterpret_cast<Bytef*>(input.data());
        stream_.avail_in = static_cast<uInt>(input.size());
        char chunk[64 * 1024];
        int status = Z_OK;
        while (status != Z_STREAM_END) {
            stream_.next_out = reinterpret_cast<Bytef*>(chunk);
            stream_.avail_out = sizeof chunk;
            status = ::inflate(&stream_, Z_NO_FLUSH);
            if (status != Z_OK && status != Z_STREAM_END) return false;
            const std::size_t got = sizeof chunk - stream_.avail_out;
            if (got == 0 && status == Z_OK && stream_.avail_in == 0) return false;
            append(out, chunk, got, max_size);
            // RFC 1952: members may follow one another.
            if (status == Z_STREAM_END && stream_.avail_in != 0 && ::inflateReset(&stream_) == Z_OK) status = Z_OK;
        }
        return true;
    }

private:
    z_stream stream_{};
};

/// Brotli's (RFC 7932).
bool undo_brotli(const std::string& in, std::string& out, std::size_t max_size) {
    const std::unique_ptr<BrotliDecoderState, decltype(&::BrotliDecoderDestroyInstance)> state(
        ::BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &::BrotliDecoderDestroyInstance);
    if (!state) throw std::bad_alloc();
    std::size_t left = in.size();
    const auto* next = reinterpret_cast<const std::uint8_t*>(in.data());
    for (;;) {
        std::size_t none = 0; // the decoder gives out its own memory
        const auto status = ::BrotliDecoderDecompressStream(state.get(), &left, &next, &none, nullptr, nullptr);
        if (status != BROTLI_DECODER_RESULT_SUCCESS && status != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return false;
        while (::BrotliDecoderHasMoreOutput(state.get())) {
            std::size_t size = 0; // as much as there is
            const auto* chunk = ::BrotliDecoderTakeOutput(state.get(), &size);
            append(out, reinterpret_cast<const char*>(chunk), size, max_size);
        }
        if (status == BROTLI_DECODER_RESULT_SUCCESS) return left == 0;
    }
}

constexpr std::size_t max_codings = 4;
constexpr int gzip_format = 16 + MAX_WBITS;
constexpr int zlib_format = MAX_WBITS;
constexpr int raw_format = -MAX_WBITS;

bool undo(std::string_view coding, const std::string& body, std::string& plain, std::size_t max_size) {
    if (detail::equals_ignoring_case(coding, "gzip") || detail::equals_ignoring_case(coding, "x-gzip"))
        return inflater(gzip_format).run(body, plain, max_size);
    if (detail::equals_ignoring_case(coding, "br")) return undo_brotli(body, plain, max_size);
    if (!detail::equals_ignoring_case(coding, "deflate"))
        throw decoding_failed(error_kind::protocol, "the answer has the content coding \"" + std::string(coding) +
                                                        "\", which was not asked for");
    if (inflater(zlib_format).run(body, plain, max_size)) return true;
    plain.clear(); // "deflate" is zlib by the RFC; some servers send it bare
    return inflater(raw_format).run(body, plain, max_size);
}

} // namespace

void decode_content(std::string_view content_encoding, std::string& body, std::size_t max_size) {
    std::vector<std::string_view> codings;
    while (!content_encoding.empty()) {
        const auto comma = content_encoding.find(',');
        auto coding = content_encoding.substr(0, comma);
        content_encoding = comma == std::string_view::npos ? std::string_view() : content_encoding.substr(comma + 1);
        while (!coding.empty() && (coding.front() == ' ' || coding.front() == '\t')) coding.remove_prefix(1);
        while (!coding.empty() && (coding.back() == ' ' || coding.back() == '\t')) coding.remove_suffix(1);
        if (!coding.empty() && !detail::equals_ignoring_case(coding, "identity")) codings.push_back(coding);
    }
    // Each costs a pass over as much as the limit allows, in which nothing else gets a turn.
    if (codings.size() > max_codings)
        throw decoding_failed(error_kind::protocol, "the answer has more than " + std::to_string(max_codings) +
                                                        " content codings over one another");
    for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
        std::string plain;
        if (!undo(*coding, body, plain, max_size))
            throw decoding_failed(error_kind::protocol,
                                  "the answer is not the " + std::string(*coding) + " data it claims to be");
        body = std::move(plain);
    }
}

} // namespace corogql::transport
