#include "transport/http/content_coding.hpp"

#include "values/errors/detailed_error.hpp"
#include "values/text/ascii.hpp"

#include <corogql/error.hpp>

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>

namespace corogql::transport {

namespace {

constexpr std::size_t max_codings = 4;

/// Whether the name stands for no coding. "none" is no registered name, but what servers send to keep proxies from
/// compressing an event stream.
bool is_no_coding(std::string_view name) {
    return name.empty() || detail::equals_ignoring_case(name, "identity") || detail::equals_ignoring_case(name, "none");
}

error decoding_failed(error_kind kind, const std::string& message) {
    return detailed_error(kind, message).phase(error_phase::receive).possibly_executed(true);
}

/// The place where a step's output goes, as far as there is room.
struct bounded_output {
    std::string& text;
    std::size_t limit, room;

    void add(const void* chunk, std::size_t size) {
        if (size > room)
            throw decoding_failed(error_kind::limit, "the decompressed answer is larger than " + std::to_string(limit) +
                                                         " bytes (option max_message_size)");
        room -= size;
        text.append(static_cast<const char*>(chunk), size);
    }
};

} // namespace

class content_decoder::step {
public:
    explicit step(std::string_view coding) : coding_(coding) {}
    virtual ~step() = default;
    step(const step&) = delete;
    step& operator=(const step&) = delete;

    /// Undoes the coding of `in` and returns false when the bytes are not of this coding.
    virtual bool put(std::string_view in, bounded_output& out) = 0;
    /// Whether the data may end here.
    virtual bool whole() const noexcept = 0;

    error not_its_data() const {
        return decoding_failed(error_kind::protocol, "the answer is not the " + coding_ + " data it claims to be");
    }

    std::size_t given = 0; ///< The number of bytes that were given to the next step, in all.

private:
    const std::string coding_; ///< The coding's name as the server spells it.
};

namespace {

constexpr int gzip_format = 16 + MAX_WBITS;
constexpr int zlib_format = MAX_WBITS;
constexpr int raw_format = -MAX_WBITS;

class inflating_step final : public content_decoder::step {
public:
    inflating_step(std::string_view coding, int format) : step(coding), format_(format) {
        if (::inflateInit2(&stream_, format) != Z_OK) throw std::bad_alloc();
    }
    ~inflating_step() override { ::inflateEnd(&stream_); }

    bool put(std::string_view in, bounded_output& out) override {
        if (in.empty()) return true;
        // "deflate" is zlib by the RFC; some servers send it bare, and no encoder begins that with zlib's method.
        if (format_ == zlib_format && !begun_ && (in.front() & 0x0f) != Z_DEFLATED)
            ::inflateReset2(&stream_, raw_format);
        begun_ = true;
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data())); // zlib does not write there
        stream_.avail_in = static_cast<uInt>(in.size());
        for (;;) {
            if (ended_) {
                if (stream_.avail_in == 0) return true;
                // RFC 1952: members may follow one another.
                if (::inflateReset(&stream_) != Z_OK) return false;
            }
            Bytef chunk[64 * 1024];
            stream_.next_out = chunk;
            stream_.avail_out = sizeof chunk;
            const int status = ::inflate(&stream_, Z_SYNC_FLUSH);
            out.add(chunk, sizeof chunk - stream_.avail_out);
            if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return false;
            ended_ = status == Z_STREAM_END;
            if (!ended_ && stream_.avail_out != 0) return true;
        }
    }
    bool whole() const noexcept override { return ended_; }

private:
    z_stream stream_{};
    const int format_;
    bool begun_ = false, ended_ = false;
};

/// Undoes the coding Brotli (RFC 7932).
class brotli_step final : public content_decoder::step {
public:
    explicit brotli_step(std::string_view coding)
        : step(coding), state_(::BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {
        if (!state_) throw std::bad_alloc();
    }
    ~brotli_step() override { ::BrotliDecoderDestroyInstance(state_); }

    bool put(std::string_view in, bounded_output& out) override {
        if (whole()) return in.empty();
        std::size_t left = in.size();
        const auto* next = reinterpret_cast<const std::uint8_t*>(in.data());
        for (;;) {
            std::size_t none = 0; // the decoder gives out its own memory
            const auto status = ::BrotliDecoderDecompressStream(state_, &left, &next, &none, nullptr, nullptr);
            while (::BrotliDecoderHasMoreOutput(state_)) {
                std::size_t size = 0; // as much as there is
                const auto* chunk = ::BrotliDecoderTakeOutput(state_, &size);
                out.add(chunk, size);
            }
            if (status == BROTLI_DECODER_RESULT_ERROR) return false;
            if (status != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return left == 0;
        }
    }
    bool whole() const noexcept override { return ::BrotliDecoderIsFinished(state_) == BROTLI_TRUE; }

private:
    BrotliDecoderState* const state_;
};

std::unique_ptr<content_decoder::step> make_step(std::string_view coding) {
    if (detail::equals_ignoring_case(coding, "gzip") || detail::equals_ignoring_case(coding, "x-gzip"))
        return std::make_unique<inflating_step>(coding, gzip_format);
    if (detail::equals_ignoring_case(coding, "deflate")) return std::make_unique<inflating_step>(coding, zlib_format);
    if (detail::equals_ignoring_case(coding, "br")) return std::make_unique<brotli_step>(coding);
    throw decoding_failed(error_kind::protocol,
                          "the answer has the content coding \"" + std::string(coding) + "\", which was not asked for");
}

} // namespace

content_decoder::content_decoder(const detail::header_list& fields, std::size_t max_size) : max_size_(max_size) {
    std::vector<std::string_view> codings;
    for (auto [name, list] : fields) {
        if (!detail::equals_ignoring_case(name, "Content-Encoding")) continue;
        while (!list.empty()) {
            const auto coding = detail::trim(detail::take_until(list, ','));
            if (!is_no_coding(coding)) codings.push_back(coding);
        }
    }
    // Each costs a pass over as much as the limit allows, in which nothing else gets a turn.
    if (codings.size() > max_codings)
        throw decoding_failed(error_kind::protocol, "the answer has more than " + std::to_string(max_codings) +
                                                        " content codings over one another");
    for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) steps_.push_back(make_step(*coding));
}

content_decoder::~content_decoder() = default;

void content_decoder::put(std::string_view piece, std::string& out) {
    if (identity()) {
        out += piece;
        return;
    }
    std::string given, taken;
    for (const auto& each : steps_) {
        const bool last = each == steps_.back();
        const auto used = last ? out.size() : each->given;
        bounded_output to{last ? out : given, max_size_, max_size_ - std::min(max_size_, used)};
        if (!each->put(piece, to)) throw each->not_its_data();
        if (last) return;
        each->given += given.size();
        taken = std::exchange(given, {});
        piece = taken;
    }
}

void content_decoder::finish() const {
    for (const auto& each : steps_)
        if (!each->whole()) throw each->not_its_data();
}

} // namespace corogql::transport
