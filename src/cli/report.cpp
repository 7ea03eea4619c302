#include "cli/report.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstdio>

namespace corogql::cli {

int exit_status(error_kind kind) noexcept {
    switch (kind) {
    case error_kind::graphql: return 1;
    case error_kind::usage:
    case error_kind::config: return 2;
    case error_kind::connect:
    case error_kind::tls:
    case error_kind::lost: return 3;
    case error_kind::http: return 4;
    case error_kind::protocol:
    case error_kind::decode: return 5;
    case error_kind::timeout: return 6;
    case error_kind::credentials: return 7;
    case error_kind::limit:
    case error_kind::overflow: return 8;
    case error_kind::cancelled: return 130;
    }
    return 5;
}

namespace {

json::value optional_number(std::optional<std::int64_t> value) {
    return value ? json::value(*value) : json::value(nullptr);
}

json::object to_json(const error& failure) {
    json::object object;
    object["kind"] = to_string(failure.kind());
    object["phase"] =
        failure.phase() == error_phase::none ? json::value(nullptr) : json::value(to_string(failure.phase()));
    object["message"] = failure.what();
    object["http_status"] = failure.http_status() ? json::value(*failure.http_status()) : json::value(nullptr);
    object["close_code"] = failure.close_code() ? json::value(*failure.close_code()) : json::value(nullptr);
    object["attempts"] = failure.attempts() ? json::value(failure.attempts()) : json::value(nullptr);
    object["possibly_executed"] = failure.possibly_executed();
    std::optional<std::int64_t> seconds;
    if (failure.retry_after()) seconds = failure.retry_after()->count();
    object["retry_after"] = optional_number(seconds);
    object["errors"] = nullptr;
    if (!failure.errors().empty()) {
        json::array errors;
        for (const auto& entry : failure.errors()) errors.push_back(corogql::to_json(entry));
        object["errors"] = std::move(errors);
    }
    return object;
}

} // namespace

void tell(std::string_view line) {
    std::string text;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        text += byte < 0x20 || byte == 0x7f ? ' ' : c;
    }
    text += '\n';
    std::fwrite(text.data(), 1, text.size(), stderr);
}

int report(const error& failure, const report_options& how) {
    if (how.json)
        tell(json::serialize(to_json(failure)));
    else
        tell("corogql: " + std::string(to_string(failure.kind())) + ": " + failure.what());
    return exit_status(failure.kind());
}

} // namespace corogql::cli
