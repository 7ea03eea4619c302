#include "codegen/emit/files.hpp"

#include "codegen/emit/inputs.hpp"
#include "codegen/emit/structs.hpp"

#include <algorithm>

namespace corogql::codegen {

namespace {

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// Returns the type within optionals and lists.
std::string inner_type(std::string type) {
    for (const std::string wrapper : {"std::optional<", "std::vector<"})
        if (type.starts_with(wrapper) && type.ends_with('>'))
            return inner_type(type.substr(wrapper.size(), type.size() - wrapper.size() - 1));
    return type;
}

/// Returns a fragment's struct and those within it: whoever spreads it reads its members, and pages are of its items.
std::vector<std::string> readable(const cpp_struct& what, const std::string& scope = {}) {
    std::vector<std::string> names{scope + what.name};
    for (const auto& one : what.nested)
        for (auto& name : readable(one, names.front() + "::")) names.push_back(std::move(name));
    return names;
}

/// Writes the files of one model.
class emitter {
public:
    emitter(const model& what, const std::string& name_space, const std::string& schema_name)
        : model_(what), namespace_(name_space), schema_name_(base_name(schema_name)) {
        for (const auto& one : what.fragments) fragments_.emplace(one.graphql_name, &one);
    }

    std::vector<file> files() {
        std::vector<file> all{{"schema_types.hpp", schema_header()}, {"schema_types.cpp", schema_source()}};
        for (const auto& document : model_.files) {
            const auto name = base_name(document);
            all.push_back({name + ".hpp", header(document)});
            all.push_back({name + ".cpp", source(document)});
        }
        return all;
    }

private:
    std::string title(const std::string& from) const {
        return "// Made by corogql generate from " + from + "; changes here are lost.\n";
    }
    void open_namespace(code& to) const {
        to.line("namespace " + namespace_ + " {");
        to.line();
    }
    void close_namespace(code& to) const { to.line("} // namespace " + namespace_); }

    std::string schema_header() const {
        code to;
        to.line("#pragma once");
        to.line();
        to.line("#include <corogql/typed/codecs.hpp>");
        for (const auto& one : model_.includes) to.line("#include " + one);
        to.line();
        for (const auto* each : {"cstdint", "optional", "string", "string_view", "vector"})
            to.line(std::string("#include <") + each + '>');
        to.line();
        open_namespace(to);
        for (const auto& one : model_.enums) declare_enum(to, one);
        for (const auto& one : model_.inputs) to.line("class " + one.name + ';');
        if (!model_.inputs.empty()) to.line();
        for (const auto& one : model_.inputs) declare_input_object(to, one);
        close_namespace(to);
        return title(schema_name_) + to.text();
    }

    std::string schema_source() const {
        code to;
        to.line("#include \"schema_types.hpp\"");
        to.line();
        to.line("#include <cstddef>");
        to.line("#include <iterator>");
        to.line("#include <utility>");
        to.line();
        open_namespace(to);
        if (!model_.inputs.empty()) {
            to.line("namespace typed = corogql::typed;");
            to.line();
        }
        for (const auto& one : model_.enums) define_enum(to, one);
        for (const auto& one : model_.inputs) define_input_object(to, one);
        close_namespace(to);
        return title(schema_name_) + to.text();
    }

    /// Returns the documents whose fragments this one needs.
    std::set<std::string> others(const std::string& document) const {
        std::set<std::string> names;
        const auto add = [&](const std::string& fragment) {
            const auto& file = fragments_.at(fragment)->file;
            if (file != document) names.insert(base_name(file));
        };
        const auto add_all = [&](const auto& self, const cpp_struct& what) -> void {
            for (const auto& one : what.bases) add(one);
            for (const auto& one : what.optional_fragments) add(one.fragment);
            for (const auto& one : what.members) add_type(names, one.type.name, document);
            for (const auto& one : what.alternatives) add_type(names, one.type, document);
            for (const auto& one : what.nested) self(self, one);
        };
        for (const auto& one : model_.fragments)
            if (one.file == document) add_all(add_all, one.type);
        for (const auto& one : model_.operations)
            if (one.file == document) add_all(add_all, one.data);
        return names;
    }

    void add_type(std::set<std::string>& to, const std::string& type, const std::string& document) const {
        const auto inner = inner_type(type);
        for (const auto& one : model_.fragments)
            if (one.expression == inner && one.file != document) to.insert(base_name(one.file));
    }

    std::string header(const std::string& document) const {
        code to;
        to.line("#pragma once");
        to.line();
        to.line("#include \"schema_types.hpp\"");
        for (const auto& one : others(document)) to.line("#include \"" + one + ".hpp\"");
        to.line();
        to.line("#include <corogql/typed/operation.hpp>");
        to.line();
        to.line("#include <variant>");
        to.line();
        open_namespace(to);
        const struct_writer structs(fragments_, {});
        for (const auto& one : model_.fragments) {
            if (one.file != document) continue;
            structs.declare(to, one.type);
            for (const auto& name : readable(one.type))
                to.line("void read_json(corogql::typed::reader& in, " + name + "& out);");
            to.line();
        }
        for (const auto& one : model_.operations)
            if (one.file == document) declare(to, structs, one);
        close_namespace(to);
        for (const auto& one : model_.operations)
            if (one.file == document) describe(to, one);
        return title(base_name(document)) + to.text();
    }

    void declare(code& to, const struct_writer& structs, const cpp_operation& one) const {
        to.comment(one.comment);
        to.comment(one.action + ' ' + one.graphql_name + " (" + base_name(one.file) + ':' + std::to_string(one.line) +
                   ')');
        to.open("class " + one.name + " {");
        to.label("public:");
        structs.declare(to, one.data);
        const auto item = item_type(one);
        if (!item.empty()) {
            to.comment("An item of the pages that paginate() gives.");
            to.line("using Item = " + item + ';');
        }
        to.line();
        declare_inputs(to, one.name, one.variables);
        to.close("};");
        to.line("void read_json(corogql::typed::reader& in, " + one.name + "::Data& out);");
        if (!item.empty() && item.starts_with("Data::"))
            to.line("void read_json(corogql::typed::reader& in, " + one.name + "::" + item + "& out);");
        to.line("void write_json(corogql::typed::writer& to, const " + one.name + "& from);");
        to.line();
    }

    void describe(code& to, const cpp_operation& one) const {
        to.line();
        to.line("template <>");
        to.open("struct corogql::operation<" + namespace_ + "::" + one.name + "> {");
        to.line("static constexpr operation_action action = operation_action::" + one.action + ';');
        to.line("static constexpr std::string_view name = " + literal(one.graphql_name) + ';');
        to.line("static constexpr std::string_view hash = " + literal(one.hash) + ';');
        to.line("static constexpr std::string_view document =");
        to.line("    " + literal(one.document) + ';');
        to.line("static constexpr resume_path resume{" + literal(one.resume_pointer) + ", " +
                literal(one.resume_variable) + "};");
        const bool pages = !item_type(one).empty();
        to.line("static constexpr page_path pages{" + literal(pages ? one.page_items : "") + ", " +
                literal(pages ? one.page_cursor : "") + ", " + literal(pages ? one.page_size : "") + "};");
        to.close("};");
    }

    std::string source(const std::string& document) const {
        code to;
        to.line("#include \"" + base_name(document) + ".hpp\"");
        to.line();
        to.line("#include <cstddef>");
        to.line("#include <utility>");
        to.line();
        open_namespace(to);
        to.line("namespace typed = corogql::typed;");
        to.line();
        std::set<std::string> exported;
        for (const auto& one : model_.fragments)
            for (auto& name : readable(one.type)) exported.insert(std::move(name));
        for (const auto& one : model_.operations) {
            exported.insert(one.name + "::Data");
            if (const auto item = item_type(one); item.starts_with("Data::")) exported.insert(one.name + "::" + item);
        }
        const struct_writer structs(fragments_, exported);
        for (const auto& one : model_.fragments)
            if (one.file == document) structs.define(to, one.type, "");
        for (const auto& one : model_.operations) {
            if (one.file != document) continue;
            structs.define(to, one.data, one.name);
            define_inputs(to, one.name, one.variables);
        }
        close_namespace(to);
        return title(base_name(document)) + to.text();
    }

    /// Returns the type of a page's items as it is named in the operation's class; empty where there are no pages.
    std::string item_type(const cpp_operation& one) const {
        if (one.item_keys.empty()) return {};
        const auto* at = &one.data;
        std::string name = "Data";
        for (const auto& key : one.item_keys) {
            const auto found = member_of(*at, name, key);
            if (!found.type) return {};
            at = found.type;
            name = found.name;
        }
        return name;
    }

    struct place {
        const cpp_struct* type = nullptr;
        std::string name;
    };

    /// Returns the struct of a member, and how it is named.
    place member_of(const cpp_struct& in, const std::string& scope, const std::string& key) const {
        for (const auto& one : in.members) {
            if (one.key != key) continue;
            const auto type = inner_type(one.type.name);
            for (const auto& nested : in.nested)
                if (nested.name == type) return {&nested, scope + "::" + type};
            for (const auto& fragment : model_.fragments)
                if (fragment.expression == type) return {&fragment.type, namespace_ + "::" + fragment.type.name};
        }
        for (const auto& base : in.bases) {
            const auto& fragment = *fragments_.at(base);
            if (const auto found = member_of(fragment.type, namespace_ + "::" + fragment.type.name, key); found.type)
                return found;
        }
        return {};
    }

    const model& model_;
    const std::string namespace_, schema_name_;
    fragment_index fragments_;
};

} // namespace

std::vector<std::string> file_names(const std::vector<std::string>& documents) {
    std::vector<std::string> names{"schema_types.hpp", "schema_types.cpp"};
    for (const auto& one : documents) {
        names.push_back(base_name(one) + ".hpp");
        names.push_back(base_name(one) + ".cpp");
    }
    return names;
}

std::vector<file> emit(const model& what, const std::string& name_space, const std::string& schema_name) {
    return emitter(what, name_space, schema_name).files();
}

} // namespace corogql::codegen
