/// How far each object and list of a text reaches, found in one pass, so that a tree can be made of the text level by
/// level without passing over what lies deeper once more for every level.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace corogql::protocol {

class json_extents {
public:
    /// `text` must be JSON, and must outlive this.
    explicit json_extents(std::string_view text);

    /// The text of the object or list that begins there, within the whole one.
    std::string_view at(const char* begin) const noexcept;

private:
    struct extent {
        std::uint32_t begin, end;
    };
    std::string_view text_;
    std::vector<extent> extents_; ///< by their begins
};

} // namespace corogql::protocol
