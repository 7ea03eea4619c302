/// An incremental result comes in steps, as @defer and @stream make it: over multipart answers, event streams and
/// websockets alike.
#pragma once

#include "protocol/graphql/execution_result.hpp"
#include "protocol/graphql/growing_json.hpp"

#include <boost/json/array.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

/// An incremental result reads two formats, each step in the one that it comes in: `path` with `data` or `items`, alone
/// or in a list `incremental` (deferSpec=20220824 and before), and `pending`, `incremental` with `id` and `subPath`,
/// `completed` (GraphQL specification, section 7, since 2023). What the server made null stays null.
class incremental_result {
public:
    /// Begins a result without steps; `max_message_size` bounds the bytes of all steps together.
    incremental_result(std::size_t max_message_size, unsigned max_depth) noexcept
        : max_size_(max_message_size), max_depth_(max_depth) {}

    /// Adds the next payload, the initial result first, and returns whether it changed anything. `{}` is a heartbeat
    /// and changes nothing, nor does anything after the last step. Throws corogql::error: of kind `protocol` for what
    /// is no such payload, or names an id or a place in the data that does not exist; of kind `limit` for steps that
    /// are too large together. The result is of no more use then.
    bool add(std::shared_ptr<const std::string> payload);
    bool add(std::string payload) { return add(std::make_shared<const std::string>(std::move(payload))); }

    /// Returns whether the server said that more will come. An answer that ends before it said otherwise was cut off.
    bool has_next() const noexcept { return has_next_; }

    /// Returns all steps so far as one result, with the data and errors of each; of extensions with the same name the
    /// last one counts. The text is made anew with every call; numbers and strings keep their text. Throws what
    /// read_result() throws, above all before the initial result.
    response result(null_data null = null_data::with_errors) const;
    /// Returns the text of result() alone, and in `members` where its members lie, for callers who know that result()
    /// would not throw.
    std::string text(detail::result_members& members) const;
    /// Returns the errors of all steps so far.
    std::vector<graphql_error> errors() const;

private:
    struct step;

    bool take(std::string_view payload);
    void add_step(const step& part);
    void add_pending(std::string_view list);
    void add_completed(std::string_view list);
    void add_errors(std::string_view list);
    void add_extensions(std::string_view value);
    json::array read_path(std::string_view text) const;
    void check_depth(const json::array& path, std::string_view value) const;
    const json::array& pending_path(std::string_view id) const;
    growing_json* find(const json::array& path, std::size_t segments);
    void merge_data(const json::array& path, std::string_view data);
    growing_json& find_list(const json::array& path, std::size_t segments);
    void put_item(const json::array& path, std::string_view item);
    void put_items(json::array path, std::string_view items);
    void append_items(const json::array& path, std::string_view items);

    std::size_t max_size_, size_ = 0;
    unsigned max_depth_;
    bool has_next_ = true;
    /// The payloads, which all members below point into.
    std::vector<std::shared_ptr<const std::string>> payloads_;
    std::optional<growing_json> data_, extensions_;
    std::vector<std::string_view> errors_;
    std::map<std::string, json::array> pending_; ///< The paths of pending parts, by their ids.
};

} // namespace corogql::protocol
