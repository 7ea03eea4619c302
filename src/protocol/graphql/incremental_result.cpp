#include "protocol/graphql/incremental_result.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/json/builder.hpp"
#include "values/json/scanner.hpp"
#include "values/text/utf8.hpp"

namespace corogql::protocol {

namespace {

detailed_error bad_step(std::string_view problem) {
    return detailed_error(error_kind::protocol, "an incremental result " + std::string(problem))
        .phase(error_phase::stream)
        .possibly_executed(true);
}

std::string shown_path(json::array path) {
    graphql_error place;
    place.path = std::move(path);
    return place.path.empty() ? "data itself" : place.path_text();
}

error no_such_place(const json::array& path) {
    return bad_step("is for a place that does not exist: " + shown_path(path));
}

bool is_there(std::string_view value) { return !value.empty() && value != "null"; }

/// Returns an id as it is compared: a string without escapes, or a number as it is written.
std::string id_of(std::string_view value) {
    return value.find('\\') == value.npos ? std::string(value) : '"' + detail::unescape(value) + '"';
}

} // namespace

/// A step is a payload, or an entry of one of its lists: the texts of the members that matter, empty where they are
/// absent.
struct incremental_result::step {
    std::string_view data, errors, extensions, has_next, path, items, incremental, pending, completed, id, sub_path;
    bool empty = true;

    std::string_view* find(std::string_view name) {
        if (name == "data") return &data;
        if (name == "errors") return &errors;
        if (name == "extensions") return &extensions;
        if (name == "hasNext") return &has_next;
        if (name == "path") return &path;
        if (name == "items") return &items;
        if (name == "incremental") return &incremental;
        if (name == "pending") return &pending;
        if (name == "completed") return &completed;
        if (name == "id") return &id;
        return name == "subPath" ? &sub_path : nullptr;
    }

    static step of(detail::json_scanner& scanner) {
        step result;
        scanner.object([&](std::string_view name, detail::json_scanner& at) {
            const auto value = at.value();
            if (auto* const place = result.find(name)) *place = value;
            result.empty = false;
        });
        return result;
    }
};

bool incremental_result::add(std::shared_ptr<const std::string> payload) {
    if (!has_next_) return false;
    if (payload->size() > max_size_ - size_)
        throw detailed_error(error_kind::limit, "an incremental result is larger than " + std::to_string(max_size_) +
                                                    " bytes (option max_message_size)")
            .phase(error_phase::stream)
            .possibly_executed(true);
    const std::string& text = *payloads_.emplace_back(std::move(payload));
    try {
        return take(text);
    } catch (const detail::json_syntax_error& bad) {
        throw bad_step(std::string("is malformed: ") + bad.what()).body_excerpt(text);
    }
}

bool incremental_result::take(std::string_view payload) {
    detail::json_scanner scanner(payload, max_depth_);
    const auto part = step::of(scanner);
    scanner.finish();
    if (part.empty) {
        payloads_.pop_back();
        return false;
    }
    size_ += payload.size();
    has_next_ = part.has_next == "true";
    add_pending(part.pending);
    if (part.path.empty()) {
        if (!data_ && !part.data.empty())
            data_.emplace(part.data, max_depth_);
        else if (is_there(part.data))
            merge_data({}, part.data);
        add_errors(part.errors);
        add_extensions(part.extensions);
    } else {
        add_step(part);
    }
    if (is_there(part.incremental))
        detail::json_scanner(part.incremental, max_depth_).array([&](detail::json_scanner& at) {
            add_step(step::of(at));
        });
    add_completed(part.completed);
    return true;
}

void incremental_result::add_step(const step& part) {
    if (!part.id.empty()) {
        auto path = pending_path(part.id);
        if (is_there(part.sub_path))
            for (auto& segment : read_path(part.sub_path)) path.push_back(std::move(segment));
        if (is_there(part.data)) merge_data(path, part.data);
        if (is_there(part.items)) append_items(path, part.items);
    } else if (!part.path.empty()) {
        auto path = read_path(part.path);
        if (is_there(part.data)) merge_data(path, part.data);
        if (is_there(part.items)) put_items(path, part.items);
    } else {
        throw bad_step("has neither id nor path");
    }
    add_errors(part.errors);
    add_extensions(part.extensions);
}

void incremental_result::add_pending(std::string_view list) {
    if (!is_there(list)) return;
    detail::json_scanner(list, max_depth_).array([&](detail::json_scanner& at) {
        const auto part = step::of(at);
        if (part.id.empty() || part.path.empty()) throw bad_step("announces a part without id or path");
        pending_[id_of(part.id)] = read_path(part.path);
    });
}

void incremental_result::add_completed(std::string_view list) {
    if (!is_there(list)) return;
    detail::json_scanner(list, max_depth_).array([&](detail::json_scanner& at) {
        const auto part = step::of(at);
        pending_path(part.id);
        pending_.erase(id_of(part.id));
        add_errors(part.errors);
    });
}

void incremental_result::add_errors(std::string_view list) {
    if (!is_there(list)) return;
    detail::json_scanner(list, max_depth_).array([&](detail::json_scanner& at) { errors_.push_back(at.value()); });
}

void incremental_result::add_extensions(std::string_view value) {
    if (!is_there(value)) return;
    if (extensions_)
        extensions_->assign(value);
    else
        extensions_.emplace(value, max_depth_);
}

json::array incremental_result::read_path(std::string_view text) const {
    std::string problem;
    auto value = detail::parse_json(text, problem, max_depth_);
    bool fine = value && value->is_array() && value->get_array().size() <= max_depth_;
    if (fine)
        for (const auto& segment : value->get_array())
            fine = fine && (segment.is_string() || (segment.is_int64() && segment.get_int64() >= 0));
    if (!fine) throw bad_step("has a path that is no list of names and indices");
    return std::move(value->get_array());
}

/// Checks that `value` at `path` does not nest the result too deeply: every step alone may be as deep as a result, but
/// must not make one that is deeper.
void incremental_result::check_depth(const json::array& path, std::string_view value) const {
    const auto above = static_cast<unsigned>(path.size()) + 1;
    detail::json_scanner(value, max_depth_ > above ? max_depth_ - above : 0).value();
}

const json::array& incremental_result::pending_path(std::string_view id) const {
    const auto known = pending_.find(id_of(id));
    if (known == pending_.end())
        throw bad_step("has an id that is not pending: " + std::string(detail::utf8_prefix(id, 60)));
    return known->second;
}

growing_json* incremental_result::find(const json::array& path, std::size_t segments) {
    auto* place = data_ ? &*data_ : nullptr;
    for (std::size_t i = 0; place && i < segments; ++i) {
        const auto* name = path[i].if_string();
        place = name ? place->member({name->data(), name->size()})
                     : place->item(static_cast<std::size_t>(path[i].get_int64()));
    }
    return place;
}

void incremental_result::merge_data(const json::array& path, std::string_view data) {
    check_depth(path, data);
    auto* const place = find(path, path.size());
    // The first format of all sent a list's next item so.
    if (!place && !path.empty() && path.back().is_int64()) return put_item(path, data);
    if (!place) throw no_such_place(path);
    if (!place->is_object() || !data.starts_with('{'))
        throw bad_step("has data that is no object, or for what is none: " + shown_path(path));
    place->merge(data);
}

growing_json& incremental_result::find_list(const json::array& path, std::size_t segments) {
    auto* const list = find(path, segments);
    if (!list || !list->is_list()) throw no_such_place(path);
    return *list;
}

void incremental_result::put_item(const json::array& path, std::string_view item) {
    auto& list = find_list(path, path.size() - 1);
    const auto index = static_cast<std::size_t>(path.back().get_int64());
    if (auto* const known = list.item(index)) return known->merge(item);
    if (index != list.size()) throw no_such_place(path);
    list.push_back(item);
}

/// Puts the items of a step in the older format, whose path ends with the index of the first item.
void incremental_result::put_items(json::array path, std::string_view items) {
    if (path.empty() || !path.back().is_int64()) return append_items(path, items);
    check_depth(path, items);
    detail::json_scanner(items, max_depth_).array([&](detail::json_scanner& at) {
        put_item(path, at.value());
        ++path.back().get_int64();
    });
}

void incremental_result::append_items(const json::array& path, std::string_view items) {
    check_depth(path, items);
    auto& list = find_list(path, path.size());
    detail::json_scanner(items, max_depth_).array([&](detail::json_scanner& at) { list.push_back(at.value()); });
}

response incremental_result::result(null_data null) const {
    detail::result_members members;
    return read_result(text(members), max_depth_, null);
}

std::string incremental_result::text(detail::result_members& members) const {
    std::string text;
    const auto member = [&](std::string_view name, detail::text_part& place, const auto& append) {
        text += text.empty() ? "{\"" : ",\"";
        (text += name) += "\":";
        place.begin = static_cast<std::uint32_t>(text.size());
        append();
        place.size = static_cast<std::uint32_t>(text.size()) - place.begin;
    };
    if (data_) member("data", members.data, [&] { data_->append_to(text); });
    const auto append_errors = [&] {
        for (char before = '['; const auto entry : errors_) {
            (text += before) += entry;
            before = ',';
        }
        text += ']';
    };
    if (!errors_.empty()) member("errors", members.errors, append_errors);
    if (extensions_) member("extensions", members.extensions, [&] { extensions_->append_to(text); });
    text += text.empty() ? "{}" : "}";
    return text;
}

std::vector<graphql_error> incremental_result::errors() const {
    std::vector<graphql_error> all;
    for (const auto entry : errors_) all.push_back(read_error(entry, max_depth_));
    return all;
}

} // namespace corogql::protocol
