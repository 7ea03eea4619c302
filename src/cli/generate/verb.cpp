#include "cli/generate/verb.hpp"

#include "cli/generate/run.hpp"
#include "cli/options/option_helpers.hpp"
#include "values/text/error_of.hpp"

namespace corogql::cli {

CLI::App* add_generate(CLI::App& app, generate_arguments& to) {
    auto* verb = app.add_subcommand("generate", generate_help);
    for (const auto& each : generate_options) {
        if (each.flag)
            verb->add_flag(each.name, to.*each.flag, each.help);
        else
            add(*verb, each.name, to.*each.text, each.help)->type_name(each.takes);
    }
    verb->get_option("--casing")->check(CLI::IsMember({"as-is", "snake"}));
    verb->get_option("--strings")->check(CLI::IsMember({"own", "view"}));
    verb->add_option("FILE", to.files, generate_files_help);
    add_common(*verb, to, "As of every verb; generating waits for nothing");
    verb->footer(generate_examples);
    return verb;
}

int generate(const generate_arguments& arguments) {
    detail::with_errors([&] { run_generator(arguments); });
    return 0;
}

} // namespace corogql::cli
