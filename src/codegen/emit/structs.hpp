/// Structs of answers are declared in headers and read in sources.
#pragma once

#include "codegen/emit/code.hpp"
#include "codegen/model.hpp"

#include <map>
#include <set>

namespace corogql::codegen {

/// Finds fragments, by their names in GraphQL.
using fragment_index = std::map<std::string_view, const cpp_fragment*>;

/// Writes structs. `exported` are the structs whose readers others call, by their whole names.
class struct_writer {
public:
    struct_writer(const fragment_index& fragments, std::set<std::string> exported)
        : fragments_(fragments), exported_(std::move(exported)) {}

    void declare(code& to, const cpp_struct& what) const;
    /// Defines the readers of a struct and of those within it; `scope` is what its name stands in.
    void define(code& to, const cpp_struct& what, const std::string& scope) const;

private:
    struct entry {
        std::string key;
        bool required;
        std::vector<std::string> reads; ///< Calls that read the value; each takes it from `in`.
    };

    void add_entries(std::vector<entry>& to, const cpp_struct& what, const std::string& object) const;
    bool is_flat(const cpp_struct& what) const;
    std::vector<std::string> inherited(const std::string& fragment) const;
    std::vector<std::string> keys_of(const std::string& fragment) const;
    void read_bases(code& to, const cpp_struct& what) const;
    void read_alternatives(code& to, const cpp_struct& what, bool alone) const;
    void read_entries(code& to, const std::vector<entry>& all) const;

    const fragment_index& fragments_;
    const std::set<std::string> exported_;
};

} // namespace corogql::codegen
