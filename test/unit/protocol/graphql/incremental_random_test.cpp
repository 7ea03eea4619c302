// Random results, cut into an initial one and steps in both formats, become whole again.
#include "protocol/graphql/incremental_result.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <random>

using namespace corogql;
using namespace corogql::protocol;

namespace {

/// What is sent later: members of the object, or items of the list, at a path.
struct cut_part {
    json::array path;
    std::size_t from = 0; ///< of items
    json::value content;
};

class result_cutter {
public:
    explicit result_cutter(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return random_() % count; }

    json::object make_object(unsigned depth) {
        json::object made;
        for (auto left = 1 + below(4); left > 0; --left) made["f" + std::to_string(below(20))] = make_value(depth);
        return made;
    }

    /// Takes parts of a value away, the outer ones first.
    void cut(json::value& value, const json::array& path) {
        if (auto* object = value.if_object()) {
            json::object deferred;
            for (const auto& [name, member] : json::object(*object))
                if (below(3) == 0) deferred[name] = member, object->erase(name);
            cut_members(*object, path);
            if (deferred.empty()) return;
            const auto number = parts.size();
            parts.push_back({path, 0, nullptr});
            cut_members(deferred, path);
            parts[number].content = std::move(deferred);
        } else if (auto* list = value.if_array()) {
            auto kept = below(list->size() + 1);
            const auto all = *list;
            list->resize(kept);
            cut_items(*list, 0, path);
            while (kept < all.size()) {
                const auto count = 1 + below(all.size() - kept);
                json::array items(all.begin() + static_cast<std::ptrdiff_t>(kept),
                                  all.begin() + static_cast<std::ptrdiff_t>(kept + count));
                const auto number = parts.size();
                parts.push_back({path, kept, nullptr});
                cut_items(items, kept, path);
                parts[number].content = std::move(items);
                kept += count;
            }
        }
    }

    std::vector<cut_part> parts;

private:
    json::value make_value(unsigned depth) {
        const auto kind = below(depth == 0 ? 2 : 5);
        if (kind == 0) return static_cast<std::int64_t>(random_()) * 2'147'483'647;
        if (kind == 1) return json::value("text\n");
        if (kind < 4) return make_object(depth - 1);
        json::array list;
        for (auto left = below(4); left > 0; --left) list.push_back(make_value(depth - 1));
        return list;
    }

    static json::array below_path(json::array path, json::value segment) {
        path.push_back(std::move(segment));
        return path;
    }
    void cut_members(json::object& object, const json::array& path) {
        for (auto& member : object) cut(member.value(), below_path(path, json::value(member.key())));
    }
    void cut_items(json::array& items, std::size_t from, const json::array& path) {
        for (auto& item : items) cut(item, below_path(path, json::value(from++)));
    }

    std::mt19937 random_;
};

/// An entry of `incremental`, or a payload of its own.
json::object older_step(const cut_part& part) {
    json::object step;
    auto path = part.path;
    if (part.content.is_array()) path.push_back(json::value(part.from));
    step["path"] = std::move(path);
    step[part.content.is_array() ? "items" : "data"] = part.content;
    return step;
}

json::object newer_payload(const cut_part& part, std::size_t number, std::size_t sub_path) {
    const auto id = std::to_string(number);
    json::object pending, step, completed, payload;
    const auto split = part.path.end() - static_cast<std::ptrdiff_t>(sub_path);
    pending["id"] = step["id"] = completed["id"] = id;
    pending["path"] = json::array(part.path.begin(), split);
    if (sub_path > 0) step["subPath"] = json::array(split, part.path.end());
    step[part.content.is_array() ? "items" : "data"] = part.content;
    payload["pending"] = json::array(1, pending);
    payload["incremental"] = json::array(1, step);
    payload["completed"] = json::array(1, completed);
    return payload;
}

} // namespace

TEST_CASE("incremental: 5,000 random results become whole again in both formats") {
    std::size_t parts = 0;
    for (unsigned seed = 0; seed < 5'000; ++seed) {
        CAPTURE(seed);
        result_cutter random(seed);
        const json::value whole = random.make_object(4);
        auto initial = whole;
        random.cut(initial, {});
        incremental_result result(1'000'000, 64);
        const auto send = [&](json::object payload, bool more) {
            payload["hasNext"] = more;
            result.add(json::serialize(payload));
        };
        json::object first;
        first["data"] = initial;
        send(first, true);
        json::array together;
        for (const auto& part : random.parts) {
            const auto format = random.below(3);
            if (format == 0) together.push_back(older_step(part));
            if (format != 0 && !together.empty()) {
                json::object list;
                list["incremental"] = std::exchange(together, {});
                send(list, true);
            }
            if (format == 1) send(older_step(part), true);
            if (format == 2) send(newer_payload(part, parts, random.below(part.path.size() + 1)), true);
            ++parts;
        }
        json::object last;
        if (!together.empty()) last["incremental"] = together;
        send(last, false);
        REQUIRE(!result.has_next());
        REQUIRE(result.result().data() == whole);
    }
    CHECK(parts > 20'000);
}
