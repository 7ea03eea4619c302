#include "values/json/builder.hpp"

#include <corogql/typed/codecs.hpp>

namespace corogql::typed {

void read_other(reader& in, std::string name, other_type& out) {
    out.name = std::move(name);
    out.fields.clear();
    reader copy = in;
    std::string problem;
    auto made = detail::parse_json(in.skip(), problem);
    if (!made) copy.fail(problem);
    if (auto* fields = made->if_object()) out.fields = std::move(*fields);
}

} // namespace corogql::typed
