/// The pages of a list have a face for code that blocks: an input range.
#pragma once

#include <corogql/blocking_generator.hpp>
#include <corogql/pages.hpp>

namespace corogql {

/// Blocking pages walk through a list for code that blocks; everything said of pages holds.
///
///     for (const auto& page : api.paginate(request("query($after: String) { … }")))
///         for (const auto& run : page.items_as<run>()) use(run);
class blocking_pages : public basic_blocking_generator<pages> {
public:
    /// Takes the pages of a client, and the loop that it works on.
    blocking_pages(pages from, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator(std::move(from), std::move(loop), "page") {}

    /// Returns where to go on behind the pages that were taken; see pages::cursor().
    std::optional<json::value> cursor() const { return source().cursor(); }
};

} // namespace corogql
