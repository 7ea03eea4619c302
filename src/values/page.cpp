#include <corogql/page.hpp>

#include "values/errors/detailed_error.hpp"
#include "values/json/builder.hpp"
#include "values/page_contents.hpp"

namespace corogql {

page::page(std::unique_ptr<const detail::page_contents> contents) noexcept : contents_(std::move(contents)) {}
page::page(page&&) noexcept = default;
page& page::operator=(page&&) noexcept = default;
page::~page() = default;

std::uint64_t page::number() const noexcept { return contents_->number; }
bool page::has_more() const noexcept { return contents_->more; }
std::size_t page::size() const noexcept { return contents_->items.size(); }
const response& page::answer() const noexcept { return contents_->answer; }
typed::kept_texts& page::kept_texts() const noexcept {
    return detail::response_content::of(contents_->answer).kept_texts;
}
const std::string& page::path() const noexcept { return contents_->path; }

/// Throws the failure of an item with its place in the answer as GraphQL errors have it: the place of the node in its
/// edge, where the items are nodes.
void page::fail_item(const detail::decode_failure& failure) const {
    auto place = contents_->place;
    for (const auto& segment : failure.segments()) {
        place.push_back(segment);
        if (contents_->nodes && place.size() == contents_->place.size() + 1) place.emplace_back("node");
    }
    detail::throw_with_errors(answer(), place, failure);
}

std::string_view page::text(std::size_t index) const noexcept {
    return contents_->items[index].of(contents_->answer.text());
}

json::value page::item(std::size_t index) const {
    std::string problem;
    auto value = detail::parse_json(text(index), problem, detail::response_content::of(contents_->answer).max_depth);
    if (!value)
        throw detailed_error(error_kind::decode, path() + '[' + std::to_string(index) + "] cannot be held: " + problem)
            .phase(error_phase::decode)
            .possibly_executed(true);
    return std::move(*value);
}

json::array page::items() const {
    json::array all;
    all.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) all.push_back(item(i));
    return all;
}

} // namespace corogql
