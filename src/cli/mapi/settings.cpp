#include "cli/mapi/actions.hpp"
#include "cli/mapi/arguments.hpp"
#include "cli/options/input.hpp"
#include "cli/output/output.hpp"
#include "cli/output/report.hpp"

#include <corogql/error.hpp>
#include <corogql/mapi/config.hpp>
#include <corogql/mapi/connection.hpp>

namespace corogql::cli {

int get_setting(const mapi_arguments&) {
    const auto variables = mapi::process_environment();
    const auto file = mapi::config_path(variables);
    const auto key = mapi::config::load(file).key_for(mapi::current_mode(variables));
    if (key.empty()) throw error(error_kind::config, "there is no API key in " + file.string());
    write_out(key + '\n');
    return 0;
}

int set_setting(const mapi_arguments& arguments) {
    std::string value = arguments.value ? *arguments.value : read_hidden("The API key (it is not shown):");
    if (value.empty()) throw error(error_kind::usage, "the API key is empty");
    const auto variables = mapi::process_environment();
    const auto file = mapi::config_path(variables);
    auto config = mapi::config::load(file);
    config.set_key_for(mapi::current_mode(variables), std::move(value));
    config.save(file);
    mapi::connection::reset();
    tell("corogql: API key saved in " + file.string());
    return 0;
}

} // namespace corogql::cli
