/// Extents say how far each object and list of a text reaches. They are found in one pass, so that a tree can be made
/// of the text level by level without passing over what lies deeper once more for every level.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace corogql::protocol {

class json_extents {
public:
    /// Finds the extents of `text`, which must be JSON and must outlive this object.
    explicit json_extents(std::string_view text);

    /// Returns the text of the object or list that begins at `begin`, which points into the whole text.
    std::string_view at(const char* begin) const noexcept;

private:
    struct extent {
        std::uint32_t begin, end;
    };
    std::string_view text_;
    std::vector<extent> extents_; ///< The extents in the order of their begins.
};

} // namespace corogql::protocol
