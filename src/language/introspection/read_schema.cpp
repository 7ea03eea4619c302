#include "language/introspection/read_schema.hpp"

#include "language/introspection/introspection.hpp"

namespace corogql::language {

document read_schema(std::shared_ptr<const source> text, bool lenient) {
    parse_options options;
    options.lenient = lenient;
    auto begin = text->text().find_first_not_of(" \t\r\n");
    if (text->text().starts_with("\xef\xbb\xbf")) begin = text->text().find_first_not_of(" \t\r\n", 3);
    // No definition of a type begins so.
    if (begin != std::string_view::npos && text->text()[begin] == '{')
        return from_introspection(text->text().substr(begin), options);
    return parse(std::move(text), options);
}

} // namespace corogql::language
