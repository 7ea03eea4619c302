#include <corogql/response.hpp>

#include "values/error_summary.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <strings.h>

namespace corogql {

struct detail::json_tree {
    // Parsed trees take about four times their text; one block then holds most of them. The root shares the
    // arena, so that what is parsed into it moves in.
    explicit json_tree(std::size_t text_size) : arena(text_size * 4 + 128), root(json::storage_ptr(&arena)) {}
    json::monotonic_resource arena;
    json::value root;
};

namespace {

const json::value null_value(nullptr);

error undecodable(std::string_view what, const json::error_code& reason) {
    return error(error_kind::decode, std::string(what) + " cannot be held: " + reason.message())
        .phase(error_phase::decode)
        .possibly_executed(true);
}

json::parse_options depth_limited(unsigned max_depth) {
    json::parse_options options;
    options.max_depth = max_depth;
    return options;
}

} // namespace

response::response(response&& other) noexcept
    : text_(std::move(other.text_)), data_begin_(other.data_begin_),
      data_size_(std::exchange(other.data_size_, 0)), extensions_begin_(other.extensions_begin_),
      extensions_size_(std::exchange(other.extensions_size_, 0)), max_depth_(other.max_depth_),
      http_status_(other.http_status_), attempts_(other.attempts_), errors_(std::move(other.errors_)),
      headers_(std::move(other.headers_)), data_(other.data_.exchange(nullptr)) {}

response& response::operator=(response&& other) noexcept {
    if (this == &other) return *this;
    this->~response();
    return *new (this) response(std::move(other));
}

response::~response() { delete data_.load(std::memory_order_relaxed); }

const json::value& response::data() const {
    if (data_size_ == 0) return null_value;
    if (const auto* tree = data_.load(std::memory_order_acquire)) return tree->root;
    const auto text = data_text();
    auto tree = std::make_unique<detail::json_tree>(text.size());
    json::error_code failed;
    tree->root = json::parse(json::string_view(text.data(), text.size()), failed, &tree->arena,
                             depth_limited(max_depth_));
    if (failed) throw undecodable("`data`", failed);
    // Two threads may parse at once; one tree stays.
    detail::json_tree* expected = nullptr;
    if (data_.compare_exchange_strong(expected, tree.get(), std::memory_order_acq_rel))
        return tree.release()->root;
    return expected->root;
}

const json::value& response::required_data() const {
    if (data_text() == "null" || !has_data()) throw_if_failed();
    return data();
}

void response::throw_if_failed() const {
    if (ok()) return;
    error failure(error_kind::graphql,
                  errors_.empty() ? "the response has no data" : detail::summary(errors_));
    failure.possibly_executed(true).attempts(attempts_).errors(errors_);
    if (http_status_) failure.http_status(http_status_);
    throw failure;
}

json::object response::extensions() const {
    if (extensions_size_ == 0) return {};
    const auto text = extensions_text();
    json::error_code failed;
    auto value =
        json::parse(json::string_view(text.data(), text.size()), failed, {}, depth_limited(max_depth_));
    if (failed) throw undecodable("`extensions`", failed);
    return value.is_object() ? std::move(value.get_object()) : json::object();
}

std::optional<std::string_view> response::header(std::string_view name) const noexcept {
    for (const auto& [key, value] : headers_)
        if (key.size() == name.size() && ::strncasecmp(key.data(), name.data(), name.size()) == 0)
            return value;
    return std::nullopt;
}

} // namespace corogql
