/// Answers of servers are read member by member; errors name the member.
#pragma once

#include "language/syntax/ast.hpp"
#include "values/json/scanner.hpp"

namespace corogql::language {

/// A member_reader passes once through a JSON text, which must outlive what it reads.
class member_reader {
public:
    explicit member_reader(std::string_view json) : scanner_(json, most_levels) {}

    /// Calls on_member(key) for each member of the object that stands here.
    template <class OnMember>
    void object(OnMember&& on_member) {
        if (scanner_.peek() != '{') fail("must be an object");
        scanner_.object([&](std::string_view key, detail::json_scanner&) {
            const level inside(*this, {key, 0});
            on_member(key);
        });
    }
    /// Calls on_item() for each item of the list that stands here.
    template <class OnItem>
    void list(OnItem&& on_item) {
        if (scanner_.peek() != '[') fail("must be a list");
        std::size_t index = 0;
        scanner_.array([&](detail::json_scanner&) {
            const level inside(*this, {{}, index++});
            on_item();
        });
    }
    /// Passes over a null; false where something else stands here.
    bool null();
    void skip() { scanner_.value(); }
    bool boolean();
    /// Returns a string; what had escapes is kept by the document.
    std::string_view text(document& keeper);
    /// Returns a string that must be a name.
    identifier name(document& keeper);
    void finish() { scanner_.finish(); }

    /// Throws std::runtime_error that says what is wrong with the member that is being read, or with one within it.
    [[noreturn]] void fail(const std::string& problem, std::string_view member = {}) const;

private:
    static constexpr unsigned most_levels = 200;

    struct step {
        std::string_view key; ///< The key is empty for an item of a list.
        std::size_t index;
    };
    struct level {
        level(member_reader& of, step into) : path(of.path_) { path.push_back(into); }
        ~level() { path.pop_back(); }
        level(const level&) = delete;
        level& operator=(const level&) = delete;
        std::vector<step>& path;
    };

    detail::json_scanner scanner_;
    std::vector<step> path_;
};

} // namespace corogql::language
