#include "cli/options/command_line.hpp"
#include "cli/options/descriptors.hpp"
#include "cli/output/output.hpp"
#include "cli/output/report.hpp"
#include "cli/schema/diff.hpp"
#include "cli/verbs.hpp"

#include <csignal>

namespace {

using namespace corogql;
using namespace corogql::cli;

int run(const query_arguments& arguments) { return query(arguments); }
int run(const subscribe_arguments& arguments) { return subscribe(arguments); }
int run(const paginate_arguments& arguments) { return paginate(arguments); }
int run(const schema_arguments& arguments) { return cli::schema(arguments); }
int run(const serve_arguments& arguments) { return serve(arguments); }
int run(const demo_arguments& arguments) { return demo(arguments); }
int run(const check_arguments& arguments) { return check(arguments); }
int run(const generate_arguments& arguments) { return generate(arguments); }
int run(const mapi_arguments& arguments) { return mapi(arguments); }
int run(const schema_diff_arguments& arguments) { return schema_diff(arguments); }
int run(const show_text& text) {
    write_out(text.text);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    reserve_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);
    const auto how = find_report_options(argc, argv);
    try {
        return std::visit([](const auto& arguments) { return run(arguments); }, parse_command_line(argc, argv));
    } catch (const error& failure) {
        return report(failure, how);
    } catch (const std::exception& failure) {
        return report(error(error_kind::config, failure.what()), how);
    }
}
