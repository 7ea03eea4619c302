#include <corogql/mapi/object_list.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace corogql::mapi {

namespace {

std::size_t width(std::string_view text) noexcept {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// Replaces control characters, because what a server names a thing must not move the cursor.
std::string printable(std::string_view text) {
    std::string shown(text);
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return shown;
}

template <class Cells>
void add_row(std::string& out, const Cells& cells, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t column = 0; column < widths.size(); ++column) {
        const std::string cell = column < cells.size() ? printable(cells[column]) : std::string();
        line += cell;
        line.append(widths[column] - std::min(widths[column], width(cell)) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
}

} // namespace

std::string format_table(const std::vector<std::string_view>& headings,
                         const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto heading : headings) widths.push_back(width(heading));
    for (const auto& row : rows)
        for (std::size_t column = 0; column < std::min(row.size(), widths.size()); ++column)
            widths[column] = std::max(widths[column], width(row[column]));
    std::string out;
    add_row(out, headings, widths);
    for (const auto& row : rows) add_row(out, row, widths);
    return out;
}

std::string format_lines(const json::array& objects) {
    std::string out;
    for (const auto& object : objects) out += json::serialize(object) + '\n';
    return out;
}

} // namespace corogql::mapi
