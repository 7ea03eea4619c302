#include "cli/mapi/actions.hpp"
#include "cli/mapi/session.hpp"

#include <corogql/mapi/users.hpp>

namespace corogql::cli {

int list_users(mapi_session& session) {
    mapi::user_filter filter;
    if (!session.filter().users.empty()) filter.emails(session.filter().users);
    return session.show(session.list<mapi::user>(mapi::get_users(filter), "users"));
}

int list_organizations(mapi_session& session) {
    const auto found = session.list<mapi::organization>(mapi::get_organizations(), "organizations");
    if (session.arguments().shown != mapi_arguments::format::table) return session.show(found);
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : found) rows.push_back({each.id, each.name});
    write_out(mapi::format_table({"ID", "Name"}, rows));
    return 0;
}

int describe_me(mapi_session& session) {
    const auto found = session.list<mapi::user>(mapi::get_current_user(), "you");
    if (session.arguments().lines()) return session.show(found);
    for (const auto& me : found) {
        std::string text = "ID     " + me.id + "\nName   " + me.name + "\nEmail  " + me.email + "\n\nOrganizations\n";
        for (const auto& each : me.organizations) text += "  " + each.name + " (" + each.id + ")\n";
        write_out(text);
    }
    return 0;
}

} // namespace corogql::cli
