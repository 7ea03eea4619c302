/// Several verbs have options of these kinds.
#pragma once

#include "cli/options/command_line.hpp"
#include "cli/options/seconds.hpp"

#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdlib>

namespace corogql::cli {

/// Accepts seconds, with fractions; not negative.
inline CLI::Validator seconds() {
    const auto check = [](std::string& text) { return why_no_seconds(text); };
    return CLI::Validator(check, "SECONDS");
}

/// Accepts digits alone; what is more than a count could be is refused.
inline CLI::Validator whole_number(int least = 0) {
    const auto check = [least](std::string& text) {
        const bool ok = !text.empty() && text.size() <= 18 && text.find_first_not_of("0123456789") == text.npos &&
                        std::atoll(text.c_str()) >= least;
        return ok ? std::string() : "must be a whole number from " + std::to_string(least) + ", not \"" + text + '"';
    };
    return CLI::Validator(check, "NUMBER");
}

/// Accepts hours with fractions, of which whole seconds count.
inline CLI::Validator hours(double least) {
    const auto check = [least](std::string& text) {
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        const bool ok = !text.empty() && *end == '\0' && std::isfinite(value) && value >= least && value <= 1e9;
        return ok ? std::string()
                  : std::string("must be hours, ") + (least > 0 ? "at least a second" : "not negative") + ", not \"" +
                        text + '"';
    };
    return CLI::Validator(check, "HOURS");
}

template <class T>
CLI::Option* add(CLI::App& app, const std::string& name, T& value, const std::string& text) {
    return app.add_option(name, value, text)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

inline void add_seconds(CLI::App& app, const std::string& name, double& value, const std::string& text) {
    add(app, name, value, text)->check(seconds())->capture_default_str();
}

inline void add_list(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                     const std::string& text) {
    app.add_option(name, values, text)->expected(1)->take_all()->allow_extra_args(false);
}

inline void add_report(CLI::App& app, report_options& report) {
    const auto set = [&report](const std::string& format) {
        if (format != "text" && format != "json") throw CLI::ValidationError("--error-format", "must be text or json");
        report.json = format == "json";
    };
    app.add_option_function<std::string>("--error-format", set, "How a failure is told on stderr: text or json")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

inline void add_proxy(CLI::App& app, std::optional<std::string>& to) {
    add(app, "--proxy", to,
        "HTTP proxy to go through, http://[user:password@]host:port, instead of the environment's; "
        "'' is none")
        ->type_name("URL");
}

inline void add_common(CLI::App& app, common_options& to, const char* timeout) {
    add_seconds(app, "--timeout", to.timeout, timeout);
    add(app, "--cacert", to.ca_file, "Certificate authorities to trust (PEM)")->type_name("FILE");
    add(app, "--cert", to.certificate_file, "Own certificate (PEM)")->type_name("FILE");
    add(app, "--key", to.key_file, "Its private key (PEM)")->type_name("FILE");
    app.add_flag("--insecure", to.insecure, "Accept any certificate");
    app.add_flag("--verbose", to.verbose, "Tell on stderr what happens");
    add_report(app, to.report);
}

} // namespace corogql::cli
