#include "protocol/graphql/growing_json.hpp"

#include "protocol/graphql/json_extents.hpp"
#include "protocol/graphql/json_writer.hpp"
#include "values/json/scanner.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace corogql::protocol {

struct growing_json::branch {
    struct child {
        std::string name; ///< The name of an object's member; empty for a list's item.
        growing_json value;
    };

    growing_json* find(std::string_view name) {
        // Objects of GraphQL are small; what a server makes large must not cost its size squared.
        if (children.size() <= 16) {
            const auto found =
                std::find_if(children.begin(), children.end(), [&](const child& known) { return known.name == name; });
            return found == children.end() ? nullptr : &found->value;
        }
        for (; indexed < children.size(); ++indexed) places[children[indexed].name] = indexed;
        const auto found = places.find(std::string(name));
        return found == places.end() ? nullptr : &children[found->second].value;
    }

    std::vector<child> children;
    std::unordered_map<std::string, std::size_t> places;
    std::size_t indexed = 0; ///< How many of the children have their places in `places`.
};

growing_json::growing_json(std::string_view text, unsigned max_depth) : text_(text), max_depth_(max_depth) {}
growing_json::growing_json(std::string_view text, unsigned max_depth,
                           std::shared_ptr<const json_extents> extents) noexcept
    : text_(text), max_depth_(max_depth), extents_(std::move(extents)) {}
growing_json::growing_json(growing_json&&) noexcept = default;
growing_json& growing_json::operator=(growing_json&&) noexcept = default;
growing_json::~growing_json() = default;

growing_json::branch& growing_json::open() {
    if (branch_) return *branch_;
    branch_ = std::make_unique<branch>();
    if (!extents_) extents_ = std::make_shared<json_extents>(text_);
    detail::json_scanner scanner(text_, max_depth_);
    auto& children = branch_->children;
    const auto add = [&](std::string_view name, detail::json_scanner& at) {
        const char first = at.peek();
        const auto value =
            first == '{' || first == '[' ? at.jump(extents_->at(text_.data() + at.offset()).size()) : at.value();
        growing_json child(value, max_depth_, extents_);
        // Of members named twice the last counts.
        if (auto* known = is_object() ? branch_->find(name) : nullptr)
            *known = std::move(child);
        else
            children.push_back({std::string(name), std::move(child)});
    };
    if (is_object())
        scanner.object(add);
    else
        scanner.array([&](detail::json_scanner& at) { add({}, at); });
    return *branch_;
}

growing_json* growing_json::member(std::string_view name) { return is_object() ? open().find(name) : nullptr; }

growing_json* growing_json::item(std::size_t index) {
    if (!is_list() || index >= open().children.size()) return nullptr;
    return &open().children[index].value;
}

std::size_t growing_json::size() { return open().children.size(); }

void growing_json::merge(std::string_view value) {
    detail::json_scanner scanner(value, max_depth_);
    take(scanner, true);
}

void growing_json::assign(std::string_view value) {
    detail::json_scanner scanner(value, max_depth_);
    take(scanner, false);
}

void growing_json::take(detail::json_scanner& value, bool deep) {
    const char first = value.peek();
    const auto put = [&](growing_json* known, std::string_view name, detail::json_scanner& fresh) {
        if (known && deep)
            known->take(fresh, true);
        else if (known)
            *known = growing_json(fresh.value(), max_depth_);
        else
            branch_->children.push_back({std::string(name), growing_json(fresh.value(), max_depth_)});
    };
    if (first == '{' && is_object()) {
        auto& own = open();
        value.object([&](std::string_view name, detail::json_scanner& at) { put(own.find(name), name, at); });
    } else if (first == '[' && is_list() && deep) {
        std::size_t index = 0;
        open();
        value.array([&](detail::json_scanner& at) { put(item(index++), {}, at); });
    } else {
        *this = growing_json(value.value(), max_depth_);
    }
}

void growing_json::push_back(std::string_view item) { open().children.push_back({{}, growing_json(item, max_depth_)}); }

void growing_json::append_to(std::string& out) const {
    if (!branch_) {
        out += text_;
        return;
    }
    const bool object = is_object();
    out += object ? '{' : '[';
    bool first = true;
    for (const auto& [name, value] : branch_->children) {
        if (!first) out += ',';
        first = false;
        if (object) {
            append_json_string(out, name);
            out += ':';
        }
        value.append_to(out);
    }
    out += object ? '}' : ']';
}

} // namespace corogql::protocol
