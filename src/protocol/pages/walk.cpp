#include "protocol/pages/walk.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "protocol/graphql/variable_path.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/json/builder.hpp"
#include "values/page_contents.hpp"

#include <cmath>
#include <limits>
#include <memory>

namespace corogql::protocol {

namespace {

/// Returns the path of a pointer as errors of decoding have it: "data.getRuns.runs" for "/data/getRuns/runs".
std::string to_path(std::string_view pointer) {
    std::string path;
    while (!pointer.empty()) {
        const auto segment = take_segment(pointer);
        if (const auto index = to_index(segment))
            path += '[' + std::to_string(*index) + ']';
        else
            path.append(path.empty() ? "" : ".").append(segment);
    }
    return path;
}

/// Returns the path of a pointer as GraphQL errors have it, whose paths begin below `data`.
json::array to_place(std::string_view pointer) {
    json::array place;
    if (!pointer.empty()) take_segment(pointer);
    while (!pointer.empty()) {
        const auto segment = take_segment(pointer);
        if (const auto index = to_index(segment))
            place.emplace_back(static_cast<std::int64_t>(*index));
        else
            place.emplace_back(segment);
    }
    return place;
}

found_page find_page_or_errors(const response& answer, const page_options& options) {
    try {
        return find_page(answer.text(), options);
    } catch (const error&) {
        if (!answer.errors().empty()) answer.throw_if_failed(); // they say why
        throw;
    }
}

/// Returns the value of a cursor; nothing when the value would be another than the server's.
std::optional<json::value> read_cursor(std::string_view text, unsigned max_depth) {
    std::string problem;
    auto value = detail::parse_json(text, problem, max_depth);
    if (!value) return std::nullopt;
    if (const double* number = value->if_double())
        if (!std::isfinite(*number) || text.find_first_of(".eE") == std::string_view::npos) return std::nullopt;
    return value;
}

/// Sets the variables of a request. Those that stay as they were keep the digits they were given with.
void set_variables(request& operation, json::object variables) {
    auto digits = operation.number_texts();
    operation.variables(std::move(variables)).number_texts(std::move(digits));
}

error unusable_cursor(const found_page& found, std::uint64_t pages) {
    return detailed_error(
               error_kind::decode,
               "the cursor of page " + std::to_string(pages) + ", beside " + to_path(found.list) +
                   ", cannot be sent back as it came: it must be Unicode text, or a number of at most 64 bits")
        .phase(error_phase::decode)
        .possibly_executed(true);
}

error no_progress(std::uint64_t pages) {
    return detailed_error(error_kind::protocol,
                          "the cursor did not change: the server says that there are more pages behind page " +
                              std::to_string(pages) +
                              ", but gives no cursor, or one that was used before; does the operation "
                              "pass on the variable of the cursor?")
        .phase(error_phase::receive)
        .possibly_executed(true);
}

error too_many(std::uint64_t pages) {
    return error(error_kind::limit, "there are more than " + std::to_string(pages) +
                                        " pages: raise the limit (max_pages), or go on from the cursor");
}

} // namespace

page_walk::page_walk(request operation, page_options options, unsigned max_depth)
    : operation_(std::move(operation)), options_(std::move(options)), max_depth_(max_depth),
      declared_(find_variables(operation_.document(), operation_.operation_name())) {
    if (!is_json_pointer(options_.items()))
        throw error(error_kind::usage, "where the items are must be a JSON pointer, such as /data/runs/nodes");
    const auto shape = expected_shape(declared_, options_);
    if (!options_.cursor_variable().empty() || options_.start_from())
        cursor_variable_ = protocol::cursor_variable(declared_, options_, shape);
    cursor_ = options_.start_from();
    if (options_.page_size() != 0) {
        auto variables = operation_.variables();
        set_variable(variables, page_size_variable(declared_, options_, shape), options_.page_size());
        set_variables(operation_, std::move(variables));
    }
}

request page_walk::next_request() const {
    auto next = operation_;
    if (cursor_) {
        auto variables = next.variables();
        set_variable(variables, cursor_variable_, *cursor_);
        set_variables(next, std::move(variables));
    }
    return next;
}

page_response page_walk::read(response answer) const {
    auto found = find_page_or_errors(answer, options_);
    auto cursor = found.cursor.empty() ? std::nullopt : read_cursor(found.cursor, max_depth_);
    return {std::move(answer), std::move(found), std::move(cursor)};
}

page page_walk::accept(page_response from) {
    auto& found = from.found;
    const auto left = options_.limit() ? options_.limit() - items_ : std::numeric_limits<std::uint64_t>::max();
    const bool cut = found.items.size() > left;
    if (cut) found.items.resize(static_cast<std::size_t>(left));
    items_ += found.items.size();
    ++pages_;
    auto contents = std::make_unique<detail::page_contents>();
    contents->path = to_path(found.list);
    contents->place = to_place(found.list);
    contents->nodes = found.nodes;
    contents->number = pages_;
    contents->more = found.more || cut;
    // Of a page that was cut something is left to come: the cursor stays before it.
    if (!cut) move_on(found, from.cursor);
    more_ = found.more && found.items.size() < left;
    contents->items = std::move(found.items);
    contents->answer = std::move(from.answer); // the cursor was in its text
    return page(std::move(contents));
}

void page_walk::move_on(const found_page& found, const std::optional<json::value>& next) {
    const bool stands_still = !next || next == cursor_ || next == checkpoint_;
    if (next) cursor_ = next;
    // A checkpoint that moves ever more seldom meets a circle of any length (Brent).
    if (pages_ == next_checkpoint_) {
        checkpoint_ = cursor_;
        next_checkpoint_ *= 2;
    }
    if (!found.more) return;
    if (!next && !found.cursor.empty()) {
        obstacle_ = unusable_cursor(found, pages_);
    } else if (stands_still) {
        obstacle_ = no_progress(pages_);
    } else if (pages_ == options_.max_pages()) {
        obstacle_ = too_many(pages_);
    } else {
        try {
            cursor_variable_ = protocol::cursor_variable(declared_, options_, found.shape);
        } catch (const error& nowhere) {
            obstacle_ = nowhere;
        }
    }
}

} // namespace corogql::protocol
