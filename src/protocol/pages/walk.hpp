/// A walk through pages has rules: which request comes next, what its answer means, and when the walk is over.
#pragma once

#include "protocol/pages/shape.hpp"
#include "protocol/pages/variables.hpp"

#include <corogql/error.hpp>
#include <corogql/page.hpp>
#include <corogql/page_options.hpp>
#include <corogql/request.hpp>
#include <corogql/response.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::protocol {

/// A page response is an answer and the page that was found in it.
struct page_response {
    response answer;
    found_page found;
    std::optional<json::value> cursor; ///< The cursor as it can be sent back; nothing where it cannot.
};

class page_walk {
public:
    /// Begins a walk. Throws kind `usage` for options that the document cannot follow.
    page_walk(request operation, page_options options, unsigned max_depth);

    /// Returns whether no page is left.
    bool over() const noexcept { return !more_; }
    /// Returns why the next page cannot be asked for although there is one.
    const std::optional<error>& obstacle() const noexcept { return obstacle_; }
    bool goes_on() const noexcept { return more_ && !obstacle_; }
    void end() noexcept { more_ = false; }

    /// Returns the request for the next page. The walk moves on with its answer only, so the request can be sent again.
    request next_request() const;
    /// Finds the page in an answer. All that takes time in proportion to the answer's size is done here, where nothing
    /// of the walk is looked at that changes, so whoever shares the walk need not be kept waiting. Throws kind
    /// `graphql` when there are errors in the page's place, kind `decode` when the answer has another shape.
    page_response read(response answer) const;
    /// Returns the page of an answer that was read(), and moves the walk on.
    page accept(page_response from);

    /// Returns where the next page begins; after the last page, where one would.
    const std::optional<json::value>& cursor() const noexcept { return cursor_; }

private:
    void move_on(const found_page& found, const std::optional<json::value>& next);

    request operation_;
    const page_options options_;
    const unsigned max_depth_;
    const std::vector<declared_variable> declared_;
    std::optional<json::value> cursor_;     ///< The cursor of the next request; nothing at the beginning.
    std::string cursor_variable_;           ///< The path of the cursor's variable, known once there is a cursor.
    std::optional<json::value> checkpoint_; ///< An earlier cursor: when it comes again, the walk is in a loop.
    std::uint64_t next_checkpoint_ = 1;
    std::uint64_t pages_ = 0, items_ = 0;
    bool more_ = true;
    std::optional<error> obstacle_;
};

} // namespace corogql::protocol
