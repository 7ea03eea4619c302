#include "codegen/type_map.hpp"

#include "language/coordinate.hpp"

#include <string_view>
#include <utility>

namespace corogql::codegen {

namespace {

cpp_type optional_of(const cpp_type& inner) {
    return {"std::optional<" + inner.name + ">", "typed::maybe<" + inner.codec + ">"};
}

cpp_type list_of(const cpp_type& inner) {
    return {"std::vector<" + inner.name + ">", "typed::list<" + inner.codec + ">"};
}

/// Types that scalars of GraphQL's own have, and what reads and writes those.
constexpr std::pair<std::string_view, std::string_view> plain_types[] = {{"std::string", "typed::text"},
                                                                         {"std::int32_t", "typed::integer"},
                                                                         {"double", "typed::number"},
                                                                         {"bool", "typed::boolean"}};

cpp_type scalar_of(const cpp_directive& said) {
    for (const auto& [type, codec] : plain_types)
        if (said.codec.empty() && said.type == type) return {said.type, std::string(codec)};
    return {said.type,
            "typed::scalar<" + (said.codec.empty() ? "corogql::scalar_codec<" + said.type + ">" : said.codec) + ">"};
}

} // namespace

cpp_type type_map::wrapped(const language::type_reference& type, const cpp_type& inner) const {
    const auto bare = type.is_list() ? list_of(wrapped(type.item(), inner)) : inner;
    return type.non_null() ? bare : optional_of(bare);
}

cpp_type type_map::leaf(const language::type_definition& type) {
    const auto name = type.name.text;
    const auto said = said_.find(std::string(name));
    if (type.kind == language::type_kind::enumeration) {
        enums_.emplace(name);
        const bool closed = said != said_.end() && said->second.closed;
        const auto cpp = cpp_name(name);
        return {closed ? cpp : "corogql::open_enum<" + cpp + ">", "typed::enumeration"};
    }
    if (said != said_.end() && !said->second.type.empty()) {
        if (!said->second.include.empty()) includes_.insert(said->second.include);
        return scalar_of(said->second);
    }
    if (name == "Int") return {"std::int32_t", "typed::integer"};
    if (name == "Float") return {"double", "typed::number"};
    if (name == "String") return {"std::string", "typed::text"};
    if (name == "Boolean") return {"bool", "typed::boolean"};
    if (name == "ID") return {"std::string", "typed::id"};
    if (name == "Upload") {
        includes_.insert("<corogql/upload.hpp>");
        return {"corogql::upload", "typed::file"};
    }
    return {"corogql::raw_json", "typed::raw"};
}

cpp_type type_map::answer_leaf(const language::type_definition& type) {
    auto found = leaf(type);
    if (string_views_ && found.name == "std::string" && (found.codec == "typed::text" || found.codec == "typed::id"))
        found.name = "std::string_view";
    return found;
}

std::string type_map::member(const language::type_definition& type, std::string_view field,
                             std::string_view key) const {
    const auto said = said_.find(language::member_coordinate(type.name.text, field));
    // An alias is what the document's author wanted.
    if (said != said_.end() && !said->second.name.empty() && key == field) return said->second.name;
    return member_name(key, casing_);
}

} // namespace corogql::codegen
