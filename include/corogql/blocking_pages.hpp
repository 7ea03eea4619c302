/// The pages of a list for code that blocks: an input range.
#pragma once

#include <corogql/blocking_generator.hpp>
#include <corogql/pages.hpp>

namespace corogql {

///     for (const auto& page : api.paginate(request("query($after: String) { … }")))
///         for (const auto& run : page.items_as<run>()) use(run);
class blocking_pages : public basic_blocking_generator<pages> {
public:
    blocking_pages(pages from, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator(std::move(from), std::move(loop), "page") {}

    std::optional<json::value> cursor() const { return source().cursor(); }
};

} // namespace corogql
