#include "cli/generate/command_line.hpp"

#include "cli/options/seconds.hpp"
#include "cli/output/lines.hpp"
#include "values/text/plain_failure.hpp"

#include <corogql/version.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace corogql::cli {

namespace {

// clang-format off
/// The options of every verb. A value that goes nowhere is only looked at.
constexpr const char* idle = "As of every verb; it changes nothing here";
constexpr generate_option common[] = {
    {"--timeout", "SECONDS", idle, nullptr, nullptr},
    {"--cacert", "FILE", idle, &generate_arguments::ca_file, nullptr},
    {"--cert", "FILE", idle, &generate_arguments::certificate_file, nullptr},
    {"--key", "FILE", idle, &generate_arguments::key_file, nullptr},
    {"--insecure", nullptr, idle, nullptr, &generate_arguments::insecure},
    {"--verbose", nullptr, idle, nullptr, &generate_arguments::verbose},
    {"--error-format", "text|json", "How a failure is told on stderr", nullptr, nullptr},
};
// clang-format on

const generate_option* find_option(std::string_view name) {
    const auto is_it = [name](const generate_option& each) { return each.name == name; };
    if (const auto* own = std::find_if(std::begin(generate_options), std::end(generate_options), is_it);
        own != std::end(generate_options))
        return own;
    const auto* other = std::find_if(std::begin(common), std::end(common), is_it);
    return other == std::end(common) ? nullptr : other;
}

detail::plain_failure misuse(const std::string& message) {
    return {detail::plain_failure::of::usage, message + " (see corogql --help)"};
}

void check(std::string_view name, const std::string& value) {
    const auto said = [name](const std::string& what) { return misuse(std::string(name) + ": " + what); };
    if (name == "--casing" && value != "as-is" && value != "snake") throw said(value + " not in {as-is,snake}");
    if (name == "--strings" && value != "own" && value != "view") throw said(value + " not in {own,view}");
    if (name == "--error-format" && value != "text" && value != "json") throw said("must be text or json");
    if (name != "--timeout") return;
    if (const auto why = why_no_seconds(value); !why.empty()) throw said(why);
}

/// Reads the words one after the other.
class line_reader {
public:
    line_reader(int argc, char** argv) : words_(argv + 1, argv + argc) {}

    std::optional<generate_arguments> read() {
        if (std::find(words_.begin(), words_.end(), "--help") != words_.end()) return help(), std::nullopt;
        if (words_.size() == 1 && words_.front() == "--version") {
            print("corogql " COROGQL_VERSION_STRING "\n");
            return std::nullopt;
        }
        at_ = !words_.empty() && words_.front() == "generate" ? 1 : 0;
        while (at_ < words_.size()) {
            const auto word = words_[at_++];
            if (word == "--")
                only_files_ = true;
            else if (only_files_ || word.size() < 2 || word.front() != '-')
                made_.files.push_back(word);
            else if (word == "-h")
                return help(), std::nullopt;
            else
                option(word);
        }
        return made_;
    }

private:
    void option(const std::string& word) {
        const auto equals = word.find('=');
        const auto name = word.substr(0, equals);
        const auto* known = find_option(name);
        if (!known) throw misuse("unknown option " + name);
        if (known->flag) {
            if (equals != word.npos) throw misuse(name + " takes no value");
            made_.*known->flag = true;
            return;
        }
        if (equals == word.npos && at_ == words_.size())
            throw misuse(name + ": 1 required " + known->takes + " missing");
        const auto value = equals == word.npos ? words_[at_++] : word.substr(equals + 1);
        check(name, value);
        if (known->text) made_.*known->text = value;
    }

    static void help() {
        std::string text = std::string(generate_help) + "\nUsage: corogql generate [OPTIONS] [FILE...]\n\nFILE  " +
                           generate_files_help + "\n\nOptions:\n";
        const auto line = [&text](std::string name, const std::string& words) {
            name.resize(std::max<std::size_t>(name.size() + 1, 26), ' ');
            text += "  " + name + words + '\n';
        };
        line("-h,--help", "Print this help");
        const auto option = [&line](const generate_option& each) {
            line(each.name + (each.takes ? ' ' + std::string(each.takes) : std::string()), each.help);
        };
        for (const auto& each : generate_options) option(each);
        for (const auto& each : common) option(each);
        print(text + generate_examples + '\n');
    }

    const std::vector<std::string> words_;
    std::size_t at_ = 0;
    bool only_files_ = false;
    generate_arguments made_;
};

} // namespace

std::optional<generate_arguments> parse_generator_line(int argc, char** argv) { return line_reader(argc, argv).read(); }

} // namespace corogql::cli
