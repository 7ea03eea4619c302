/// What holds others is decoded here: containers, lists of a size, and pointers.
#pragma once

#include <corogql/values/decoder.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace corogql::detail {

template <growing_list T>
struct decoder<T> {
    static void read(const json::value& value, T& out, const json_path& path) {
        const auto& list = expect_array(value, path);
        out.clear();
        if constexpr (requires { out.reserve(list.size()); }) out.reserve(list.size());
        [[maybe_unused]] auto last = before_begin(out);
        std::size_t index = 0;
        for (const auto& entry : list) {
            typename made_item<typename T::value_type>::type item{};
            decode_into(entry, item, json_path(path, index++));
            if constexpr (requires { out.push_back(std::move(item)); })
                out.push_back(std::move(item));
            else if constexpr (requires { out.insert(std::move(item)); })
                out.insert(std::move(item));
            else
                last = out.insert_after(last, std::move(item));
        }
    }

private:
    /// It says where a list that is linked one way goes on.
    static auto before_begin(T& out) {
        if constexpr (requires { out.before_begin(); })
            return out.before_begin();
        else
            return nullptr;
    }
};

template <text_keyed T>
struct decoder<T> {
    static void read(const json::value& value, T& out, const json_path& path) {
        out.clear();
        for (const auto& [name, entry] : expect_object(value, path)) {
            const json_path at(path, name);
            using key_type = typename T::key_type;
            typename T::mapped_type item{};
            decode_into(entry, item, at);
            if constexpr (described_enum<key_type>) {
                key_type key{};
                decode_into(json::value(name), key, at);
                out.emplace(key, std::move(item));
            } else {
                key_type key;
                key.assign(name.data(), name.size());
                out.emplace(std::move(key), std::move(item));
            }
        }
    }
};

template <class T>
    requires is_tuple<T>
struct decoder<T> {
    static void read(const json::value& value, T& out, const json_path& path) {
        const auto& list = expect_array(value, path, std::tuple_size_v<T>);
        std::size_t index = 0;
        const auto next = [&](auto& item) {
            const auto place = index++;
            decode_into(list[place], item, json_path(path, place));
        };
        // In their order: so it is the first that does not fit which is named.
        std::apply([&](auto&... items) { (next(items), ...); }, out);
    }
};

template <class T>
struct decoder<std::optional<T>> {
    static void read(const json::value& value, std::optional<T>& out, const json_path& path) {
        if (value.is_null()) return out.reset();
        decode_into(value, out.emplace(), path);
    }
};

template <class T>
struct decoder<std::unique_ptr<T>> {
    static void read(const json::value& value, std::unique_ptr<T>& out, const json_path& path) {
        if (value.is_null()) return out.reset();
        out = std::make_unique<T>();
        decode_into(value, *out, path);
    }
};

template <class T>
struct decoder<std::shared_ptr<T>> {
    static void read(const json::value& value, std::shared_ptr<T>& out, const json_path& path) {
        if (value.is_null()) return out.reset();
        const auto fresh = std::make_shared<std::remove_const_t<T>>();
        decode_into(value, *fresh, path);
        out = fresh;
    }
};

} // namespace corogql::detail
