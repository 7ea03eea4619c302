/// What generated operations answer: structs in place of JSON.
#pragma once

#include <corogql/event.hpp>
#include <corogql/page.hpp>
#include <corogql/response.hpp>
#include <corogql/typed/operation.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace corogql {

/// A typed answer is the result of an operation with its data as structs. `Raw` is response, or event.
template <typed_operation Operation, class Raw>
class typed_answer {
public:
    /// The data has this type.
    using Data = typename Operation::Data;

    /// Makes an answer with nothing in it.
    typed_answer() = default;
    /// Makes an answer of what the client received.
    explicit typed_answer(Raw raw) noexcept : raw_(std::move(raw)) {}

    /// Returns the data, which is decoded at the first call, on the caller's thread. Throws kind `graphql` when there
    /// is none, and else what response::data_as() throws. It may be called on any thread, one at a time.
    const Data& data() const {
        if (!data_) data_.emplace(raw_.template data_as<Data>());
        return *data_;
    }
    /// Returns whether there is data, and no error.
    bool ok() const noexcept { return raw_.ok(); }
    /// Returns the errors, beside which there may be data.
    const std::vector<graphql_error>& errors() const noexcept { return raw_.errors(); }
    /// Returns the error at a place in the data, "updateRun.reason", which tells why it is null there; a null pointer
    /// where there is none.
    const graphql_error* error_at(std::string_view path) const noexcept {
        for (const auto& each : errors())
            if (each.path_text() == path) return &each;
        return nullptr;
    }
    /// Throws kind `graphql` with all errors, unless ok().
    void throw_if_failed() const { raw_.throw_if_failed(); }

    /// Returns the answer as it came.
    const Raw& raw() const noexcept { return raw_; }

private:
    Raw raw_;
    mutable std::optional<Data> data_;
};

/// A typed response answers a query or mutation.
template <typed_operation Operation>
using typed_response = typed_answer<Operation, response>;

/// A typed event is what a typed subscription yields; where subscribe_options::notices() is set, it may be a notice.
template <typed_operation Operation>
class typed_event : public typed_answer<Operation, event> {
public:
    using typed_answer<Operation, event>::typed_answer;

    /// Returns the notice; null for results.
    const stream_notice* notice() const noexcept { return this->raw().notice(); }
};

/// A typed page is a part of a list. What is null in it is passed over.
template <typed_operation Operation>
class typed_page {
public:
    /// An item has this type.
    using Item = typename Operation::Item;

    /// Makes a page of what the client received.
    explicit typed_page(page raw) noexcept : raw_(std::move(raw)) {}

    /// Returns the items, which are decoded at the first call, on the caller's thread. Throws what page::items_as()
    /// throws.
    const std::vector<Item>& items() const {
        if (!decoded_) {
            std::vector<Item> all;
            all.reserve(raw_.size());
            for (std::size_t i = 0; i < raw_.size(); ++i)
                if (raw_.text(i) != "null") all.push_back(raw_.template item_as<Item>(i));
            items_ = std::move(all);
            decoded_ = true;
        }
        return items_;
    }
    /// Returns the page as it came, with its number and the answer that it is a part of.
    const page& raw() const noexcept { return raw_; }

private:
    page raw_;
    mutable std::vector<Item> items_;
    mutable bool decoded_ = false;
};

} // namespace corogql
