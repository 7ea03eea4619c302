#include "codegen/generate.hpp"

#include "codegen/claims.hpp"
#include "codegen/document_order.hpp"
#include "codegen/documents.hpp"
#include "codegen/emit/files.hpp"
#include "codegen/extensions.hpp"
#include "codegen/inputs.hpp"
#include "codegen/manifest.hpp"
#include "codegen/paths.hpp"
#include "codegen/sha256.hpp"
#include "language/coordinate.hpp"
#include "language/introspection/read_schema.hpp"
#include "language/schema/applied.hpp"
#include "language/schema/check.hpp"
#include "language/syntax/parse.hpp"
#include "language/validation/validate.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace corogql::codegen {

namespace {

using language::diagnostic;

constexpr std::string_view directive_text = R"("Says what the generated C++ is to be."
directive @cpp(
  "The C++ type of a scalar."
  type: String
  "What reads and writes it; by default corogql::scalar_codec of the type."
  codec: String
  "The header of both, with its brackets or quotes."
  include: String
  "The name of a member."
  name: String
  "An enum that knows all of its values: another one is an error."
  closed: Boolean
) on SCALAR | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION

"Where a subscription goes on: a value of the last event becomes a variable, or a field of one."
directive @corogql_resume(from: String!, into: String!) on SUBSCRIPTION

"Of several lists that come in pages this is the one to walk through."
directive @corogql_pages on FIELD
)";

bool is_error(const diagnostic& one) { return one.level == diagnostic::severity::error; }

/// Generates for one request; what is wrong is gathered.
class generation {
public:
    explicit generation(const request& from) : request_(from) {}

    result run() {
        result made;
        try {
            made.files = files();
            made.manifest = manifest_;
        } catch (const language::syntax_error& mistake) {
            faults_.push_back(mistake.what_is_wrong());
        } catch (const std::runtime_error& mistake) { // what should be an introspection is none
            faults_.push_back({diagnostic::severity::error, mistake.what(), {}, {{request_.schema->name(), {1, 1}}}});
        } catch (const stopped&) {
        }
        language::sort_by_place(faults_);
        made.faults = std::move(faults_);
        if (std::any_of(made.faults.begin(), made.faults.end(), is_error)) made.files.clear();
        return made;
    }

private:
    struct stopped {};

    void stop_if_wrong() const {
        if (std::any_of(faults_.begin(), faults_.end(), is_error)) throw stopped();
    }
    void add(std::vector<diagnostic> found) {
        faults_.insert(faults_.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        stop_if_wrong();
    }
    void report(std::string message, language::place where) {
        faults_.push_back({diagnostic::severity::error, std::move(message), {}, language::locations_of({where})});
    }

    language::schema schema() {
        auto all = language::read_schema(request_.schema, request_.how.lenient_schema);
        if (request_.extensions) {
            auto extensions = language::parse(request_.extensions);
            said_ = take_repeated_fields(extensions, all);
            all.append(std::move(extensions));
        }
        all.append(language::parse(
            std::make_shared<const language::source>("corogql's directives", std::string(directive_text))));
        language::schema made(std::move(all));
        language::check_options how;
        how.lenient = request_.how.lenient_schema;
        auto found = language::check(made, how);
        place_in(found, request_.schema->name());
        add(std::move(found));
        add_said(said_, made);
        return made;
    }

    std::vector<diagnostic> validated(const language::schema& types, const language::document& all) const {
        auto found = language::validate(types, all, language::validate_options::of_project());
        if (request_.how.error_on_deprecated)
            for (auto& one : found)
                if (one.rule == "NoDeprecatedCustom") one.level = diagnostic::severity::error;
        return found;
    }

    language::document documents() {
        language::document all;
        for (const auto& text : request_.documents) {
            try {
                all.append(language::parse(text));
            } catch (const language::syntax_error& mistake) {
                faults_.push_back(mistake.what_is_wrong());
            }
        }
        stop_if_wrong();
        return all;
    }

    /// All classes stand in one namespace.
    void check_names(const language::document& all, const model& made) {
        claims names(faults_);
        for (const auto& one : made.enums) names.claim(one.name, "enum " + one.name, {});
        for (const auto& one : made.inputs) names.claim(one.name, "input " + one.name, {});
        for (const auto& one : all.fragments)
            names.claim(cpp_name(one.name.text), "fragment " + std::string(one.name.text), one.name.where);
        for (const auto& one : all.operations)
            names.claim(cpp_name(one.name.text),
                        std::string(language::text_of(one.kind)) + ' ' + std::string(one.name.text), one.name.where);
    }

    cpp_operation operation(const language::operation& one, const language::document& all, const language::schema& in,
                            selections& structs, inputs& variables) {
        cpp_operation made;
        made.name = cpp_name(one.name.text);
        made.graphql_name = one.name.text;
        made.action = language::text_of(one.kind);
        made.file = one.where.in->name();
        made.line = one.where.in->at(one.where.offset).line;
        if (one.description) made.comment = one.description->text;
        made.data = structs.made("Data", *in.root(one.kind), one.selections);
        made.variables = variables.variables(one);
        made.document = text_to_send(one, all, in, structs);
        made.hash = sha256(made.document);
        const operation_facts facts{one, all, in, faults_};
        find_resume(facts, made);
        find_pages(facts, made, made.item_keys);
        return made;
    }

    std::vector<file> files() {
        const auto types = schema();
        const auto all = documents();
        add(validated(types, all));
        for (const auto& one : all.operations)
            if (one.name.empty()) report("An operation needs a name, which its class is called by.", one.where);
        std::vector<std::string> names;
        for (const auto& text : request_.documents) names.push_back(text->name());
        add(check_order(all, names));
        type_map map(types, said_, request_.how.how, request_.how.string_views);
        selections structs(map, all, request_.how.name_space, faults_);
        inputs variables(map, faults_);
        model made;
        made.fragments = structs.fragments();
        for (const auto& one : all.operations)
            made.operations.push_back(operation(one, all, types, structs, variables));
        made.inputs = variables.objects();
        for (const auto& name : map.enums()) made.enums.push_back(enumeration(*types.find(name)));
        made.includes.assign(map.includes().begin(), map.includes().end());
        made.files = std::move(names);
        check_names(all, made);
        stop_if_wrong();
        manifest_ = manifest(made);
        return emit(made, request_.how.name_space, request_.schema->name());
    }

    cpp_enum enumeration(const language::type_definition& type) {
        cpp_enum made;
        made.name = cpp_name(type.name.text);
        if (type.description) made.comment = type.description->text;
        claims names(faults_);
        for (const auto& one : type.values) {
            cpp_enum::value value;
            value.key = one.name.text;
            value.name = cpp_name(one.name.text);
            names.claim(value.name, language::member_coordinate(type.name.text, one.name.text), one.name.where);
            if (one.description) value.comment = one.description->text;
            if (const auto reason = language::deprecation_reason(one.directives)) value.deprecated = *reason;
            made.values.push_back(std::move(value));
        }
        return made;
    }

    const request& request_;
    std::vector<diagnostic> faults_;
    std::map<std::string, cpp_directive> said_;
    std::string manifest_;
};

} // namespace

result generate(const request& from) { return generation(from).run(); }

std::string_view directives() noexcept { return directive_text; }

} // namespace corogql::codegen
