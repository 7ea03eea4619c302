#include "protocol/subscriptions/event_stream_parser.hpp"

#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace corogql::protocol {

namespace {

constexpr std::chrono::milliseconds longest_retry = std::chrono::hours(24);

/// Reads digits and nothing else, as milliseconds; more digits than a number holds are the longest wait, a day.
std::optional<std::chrono::milliseconds> read_retry(std::string_view digits) {
    if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
    std::uint32_t wait = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), wait);
    if (read.ec != std::errc()) return longest_retry;
    return std::min(std::chrono::milliseconds(wait), longest_retry);
}

} // namespace

void event_stream_parser::put(std::string_view piece) {
    const auto searched = window_.text().size();
    window_.put(piece);
    lf_ = window_.text().find('\n', searched);
    cr_ = window_.text().find('\r', searched);
}

std::optional<server_sent_event> event_stream_parser::next() {
    while (auto line = take_line()) {
        if (first_line_) {
            first_line_ = false;
            if (constexpr std::string_view mark = "\xEF\xBB\xBF"; line->starts_with(mark))
                line->remove_prefix(mark.size());
        }
        if (line->empty()) {
            if (const auto event = end_block()) return event;
            continue;
        }
        const bool comment = line->front() == ':';
        if (!comment) take_field(*line);
        // A block that holds nothing yet may last for ever.
        if (type_.size == 0 && data_lines_ == 0) begin_ = at_;
        if (comment) return server_sent_event{server_sent_event::kind::comment, {}, line->substr(1)};
    }
    window_.keep(begin_);
    at_ -= begin_;
    begin_ = 0;
    return std::nullopt;
}

std::optional<std::string_view> event_stream_parser::take_line() {
    const auto text = window_.text();
    if (after_cr_ && at_ < text.size()) {
        if (text[at_] == '\n') {
            if (begin_ == at_) ++begin_;
            lf_ = text.find('\n', ++at_);
        }
        after_cr_ = false;
    }
    const auto end = std::min({lf_, cr_, text.size()});
    if (end - begin_ > max_size_)
        throw detailed_error(error_kind::limit, "an event is larger than " + std::to_string(max_size_) +
                                                    " bytes (option max_message_size)")
            .phase(error_phase::stream)
            .possibly_executed(true);
    if (end == text.size()) return std::nullopt;
    const std::string_view line(text.data() + at_, end - at_);
    at_ = end + 1;
    if (end == lf_) {
        lf_ = text.find('\n', at_);
    } else {
        after_cr_ = true;
        cr_ = text.find('\r', at_);
    }
    return line;
}

std::optional<server_sent_event> event_stream_parser::end_block() {
    last_id_ = id_;
    std::optional<server_sent_event> event;
    if (data_lines_ > 0 || type_.size > 0) {
        event.emplace();
        event->what = data_lines_ > 0 ? server_sent_event::kind::event : server_sent_event::kind::no_data;
        event->type = type_.size > 0 ? at(type_) : "message";
        event->data = data_lines_ > 1 ? std::string_view(joined_) : at(data_);
    }
    begin_ = at_;
    type_ = data_ = {};
    data_lines_ = 0;
    return event;
}

void event_stream_parser::take_field(std::string_view line) {
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    auto value = colon == line.npos ? line.substr(line.size()) : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (name == "data")
        take_data(value);
    else if (name == "event")
        type_ = place_of(value);
    else if (name == "id" && value.find('\0') == value.npos)
        id_ = value;
    else if (name == "retry")
        if (const auto wait = read_retry(value)) retry_ = wait;
}

void event_stream_parser::take_data(std::string_view value) {
    if (++data_lines_ == 1) {
        data_ = place_of(value);
        return;
    }
    if (data_lines_ == 2) joined_.assign(at(data_));
    (joined_ += '\n') += value;
}

event_stream_parser::place event_stream_parser::place_of(std::string_view value) const {
    return {static_cast<std::size_t>(value.data() - window_.text().data()) - begin_, value.size()};
}

} // namespace corogql::protocol
