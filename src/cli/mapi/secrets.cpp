#include "cli/mapi/actions.hpp"
#include "cli/mapi/session.hpp"

#include "cli/options/input.hpp"
#include "cli/secrets.hpp"

#include <corogql/mapi/secrets.hpp>

namespace corogql::cli {

namespace {

using mapi::new_secret;

int create(mapi_session& session, const new_secret& wanted) {
    return session.show(session.list<mapi::secret>(mapi::create_secret(wanted), "creating"));
}

const std::string& required(const std::string& value, const char* option) {
    if (value.empty()) throw error(error_kind::usage, std::string(option) + " is required for this secret");
    return value;
}

/// Returns the value of a secret. What stands on the command line every process list shows: without it stdin is the
/// value, all of it but for a line end behind it; of a terminal the value is a line, which is not shown.
std::string secret_value(const mapi_secret_options& from, std::string given, const char* option) {
    if (given.empty() && !from.no_input) given = read_hidden("The value (it is not shown):");
    if (given.empty())
        throw error(error_kind::usage, std::string("the secret is empty: give ") + option + ", or the value on stdin");
    if (given.find('\0') != given.npos) throw error(error_kind::usage, "the secret holds a zero byte");
    keep_secret(given);
    return given;
}

std::string secret_file(const std::string& path, const char* option) {
    auto text = read_text_file(required(path, option));
    keep_secret(text);
    return text;
}

using file_secret = new_secret (*)(const std::string&, const std::string&, const std::string&);

int create_of_file(mapi_session& session, file_secret make) {
    const auto& given = session.arguments().secret;
    return create(session, make(required(given.name, "--name"), secret_file(given.file, "FILE"), given.place));
}

} // namespace

int create_environment_secret(mapi_session& session) {
    auto given = session.arguments().secret;
    // KEY=VALUE, as people write it, or KEY and the value apart.
    if (const auto equals = given.key.find('='); equals != std::string::npos) {
        given.value = given.key.substr(equals + 1);
        given.key.resize(equals);
    }
    const auto& key = required(given.key, "KEY");
    if (given.name.empty())
        for (const char c : key)
            given.name += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return create(session, new_secret::environment(given.name, key, secret_value(given, given.value, "KEY=VALUE")));
}

int create_hugging_face_secret(mapi_session& session) {
    const auto& given = session.arguments().secret;
    const auto name = given.name.empty() ? std::string("hugging-face") : given.name;
    return create(session, new_secret::hugging_face(name, secret_value(given, given.value, "--token")));
}

int create_mounted_secret(mapi_session& session) { return create_of_file(session, &new_secret::mounted); }
int create_ssh_secret(mapi_session& session) { return create_of_file(session, &new_secret::ssh); }
int create_git_secret(mapi_session& session) { return create_of_file(session, &new_secret::git); }
int create_sftp_secret(mapi_session& session) { return create_of_file(session, &new_secret::sftp); }
int create_gcp_secret(mapi_session& session) { return create_of_file(session, &new_secret::gcp); }

int create_docker_secret(mapi_session& session) {
    const auto& given = session.arguments().secret;
    return create(session,
                  new_secret::docker_registry(required(given.name, "--name"), required(given.username, "--username"),
                                              secret_value(given, given.value, "--password"),
                                              required(given.email, "--email"), given.server));
}

int create_s3_secret(mapi_session& session) {
    const auto& given = session.arguments().secret;
    return create(session, new_secret::s3(required(given.name, "--name"), secret_file(given.file, "--credentials-file"),
                                          secret_file(given.config_file, "--config-file"), given.place, given.profile));
}

int create_oci_secret(mapi_session& session) {
    const auto& given = session.arguments().secret;
    return create(session, new_secret::oci(required(given.name, "--name"), secret_file(given.file, "--key-file"),
                                           secret_file(given.config_file, "--config-file"), given.place));
}

int create_databricks_secret(mapi_session& session) {
    const auto& given = session.arguments().secret;
    return create(session, new_secret::databricks(required(given.name, "--name"), required(given.host, "--host"),
                                                  secret_value(given, given.value, "--token")));
}

} // namespace corogql::cli
