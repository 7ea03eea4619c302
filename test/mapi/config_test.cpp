#include "mapi/connection/authorization.hpp"

#include <corogql/mapi/config.hpp>
#include <corogql/mapi/error.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

using namespace corogql::mapi;
using corogql::mapi::detail::authorization;
using corogql::mapi::detail::watched_file;

namespace {

/// A folder that goes with the test.
struct home_folder {
    home_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "corogql-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~home_folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

void write(const std::filesystem::path& file, std::string_view text) { std::ofstream(file) << text; }

std::string what(const auto& call) {
    try {
        call();
    } catch (const config_error& failure) {
        return failure.what();
    }
    return "nothing was thrown";
}

using variable_map = std::map<std::string, std::string>;

} // namespace

TEST_CASE("mapi config: modes and endpoints") {
    const auto of = [](const char* name) { return current_mode(fixed_environment({{"MCLI_MODE", name}})); };
    CHECK(current_mode(fixed_environment({})) == mode::prod);
    CHECK(of("dev") == mode::dev);
    CHECK(of("Staging") == mode::staging);
    CHECK(of("LOCAL") == mode::local);
    CHECK(of("dbx_aws_staging") == mode::dbx_aws_staging);
    CHECK(of("DBX_AZURE_STAGING") == mode::dbx_azure_staging);
    CHECK(of("nonsense") == mode::prod);
    CHECK(default_endpoint(mode::prod) == "https://api.mosaicml.com/graphql");
    CHECK(default_endpoint(mode::local) == "http://localhost:3001/graphql");
    CHECK(to_string(mode::dbx_azure_staging) == "DBX_AZURE_STAGING");
}

TEST_CASE("mapi config: where the file is") {
    CHECK(config_path(fixed_environment({{"HOME", "/h"}})) == "/h/.mosaic/mcli_config");
    CHECK(config_path(fixed_environment({{"HOME", "/h"}, {"MCLI_CONFIG_DIR", "/d"}})) == "/d/mcli_config");
    CHECK(config_path(fixed_environment({{"MCLI_CONFIG_DIR", "/d"}, {"MCLI_CONFIG_PATH", "/p"}})) == "/p");
}

TEST_CASE("mapi config: what is saved is loaded, for its owner only, and unknown keys are kept") {
    const home_folder home;
    const auto file = home.path / "deep" / "mcli_config";
    CHECK(config::load(file).api_key.empty());
    config saved;
    saved.api_key = "key: with \"yaml\" in it";
    saved.set_key_for(mode::dev, "dev key");
    saved.set_key_for(mode::prod, "prod key");
    saved.feature_flags["ALPHA_TESTER"] = true;
    saved.user_id = "u";
    saved.save(file);
    struct ::stat facts{};
    REQUIRE(::stat(file.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    auto loaded = config::load(file);
    CHECK(loaded.api_key == "prod key");
    CHECK(loaded.key_for(mode::dbx_aws_staging) == "prod key");
    CHECK(loaded.key_for(mode::dev) == "dev key");
    CHECK(loaded.key_for(mode::staging).empty());
    CHECK(loaded.feature_flags.at("ALPHA_TESTER"));
    CHECK(loaded.user_id == "u");
    CHECK_FALSE(loaded.last_update_check.empty());

    for (const auto* key : {"123456", "true", "no", "0x1f", "2024-01-01", "1e3", "1.5", "~", "1:30"}) {
        saved.api_key = key;
        saved.set_key_for(mode::dev, key);
        saved.save(file);
        CHECK(config::load(file).api_key == key);
        CHECK(config::load(file).key_for(mode::dev) == key);
    }

    write(file, "---\nMOSAICML_API_KEY: k\nsomething_new: {a: [1, 2]}\n");
    loaded = config::load(file);
    loaded.api_key = "k2";
    loaded.save(file);
    std::ifstream stream(file);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    CHECK(text.starts_with("---"));
    CHECK(text.find("k2") != std::string::npos);
    CHECK(text.find("something_new") != std::string::npos);
    CHECK(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}) == 1);
}

TEST_CASE("mapi config: files that cannot be read are named, their content is not shown") {
    const home_folder home;
    const auto file = home.path / "mcli_config";
    write(file, "");
    CHECK(config::load(file).api_key.empty());
    write(file, "- secret1\n");
    CHECK(what([&] { config::load(file); }) ==
          "the configuration file " + file.string() + " cannot be read: it is not a mapping");
    write(file, "MOSAICML_API_KEY: [secret1\n");
    const auto broken = what([&] { config::load(file); });
    CHECK(broken.find(file.string()) != std::string::npos);
    CHECK(broken.find("secret1") == std::string::npos);
    CHECK(what([&] { config::load(home.path); }).find("cannot be read") != std::string::npos);
    CHECK(what([&] { config().save("/proc/no/such"); }).find("cannot be written") != std::string::npos);
}

TEST_CASE("mapi config: MCLI_TIMEOUT") {
    using namespace std::chrono_literals;
    const auto timeout = [](const char* text) { return get_timeout(fixed_environment({{"MCLI_TIMEOUT", text}}), 7s); };
    CHECK(get_timeout(fixed_environment({}), 7s) == 7s);
    CHECK(get_timeout(fixed_environment({}), std::nullopt) == std::nullopt);
    CHECK(timeout("") == 7s);
    CHECK(timeout("2.5") == 2500ms);
    CHECK(timeout("0") == 0s);
    CHECK(what([&] { timeout("soon"); }) == "MCLI_TIMEOUT is \"soon\", not a number of seconds");
    CHECK(what([&] { timeout("-1"); }) != "nothing was thrown");
    CHECK(what([&] { timeout("nan"); }) != "nothing was thrown");
    CHECK(*timeout("1e300") > 24h);
}

TEST_CASE("mapi authorization: argument, environment, file, token, in this order") {
    const home_folder home;
    const auto file = (home.path / "mcli_config").string(), token = (home.path / "token").string();
    const auto header = [&](std::string argument, variable_map set) {
        set.emplace("MCLI_CONFIG_PATH", file);
        return authorization(std::move(argument), fixed_environment(std::move(set))).header();
    };
    CHECK(what([&] { header("", {}); }) == config_error::auth_key_missing);
    write(token, "  tok\n");
    CHECK(header("", {{"MOSAICML_ACCESS_TOKEN_FILE", token}}) == "Bearer tok");
    write(file, "MOSAICML_API_KEY: file\nmcloud_envs: {DEV: dev}\n");
    CHECK(header("", {{"MOSAICML_ACCESS_TOKEN_FILE", token}}) == "file");
    CHECK(header("", {{"MCLI_MODE", "dev"}}) == "dev");
    CHECK(header("", {{"MOSAICML_API_KEY", "env"}}) == "env");
    CHECK(header("arg", {{"MOSAICML_API_KEY", "env"}}) == "arg");
    // Set but empty wins over the file, and leaves the token.
    CHECK(header("", {{"MOSAICML_API_KEY", ""}, {"MOSAICML_ACCESS_TOKEN_FILE", token}}) == "Bearer tok");
    // Databricks knows only the token.
    CHECK(header("arg", {{"MCLI_MODE", "DBX_AWS_STAGING"}, {"MOSAICML_ACCESS_TOKEN_FILE", token}}) == "Bearer tok");
    CHECK(what([&] { header("arg", {{"MCLI_MODE", "DBX_AWS_STAGING"}}); }) == config_error::access_token_missing);
    CHECK(what([&] {
              header("", {{"MOSAICML_API_KEY", ""}, {"MOSAICML_ACCESS_TOKEN_FILE", token + "x"}});
          }).find(token + "x (MOSAICML_ACCESS_TOKEN_FILE) cannot be read") != std::string::npos);
}

TEST_CASE("mapi authorization: a changed file is seen, an unchanged one is not read again") {
    const home_folder home;
    const auto token = home.path / "token";
    write(token, "one");
    const authorization from("", fixed_environment({{"MOSAICML_API_KEY", ""}, {"MOSAICML_ACCESS_TOKEN_FILE", token}}));
    CHECK(from.header() == "Bearer one");
    write(token, "two and more");
    CHECK(from.header() == "Bearer two and more");

    int reads = 0;
    watched_file<int> watched;
    const auto read = [&](const std::filesystem::path&) { return ++reads; };
    CHECK(watched.get(token, read) == 1);
    CHECK(watched.get(token, read) == 1);
    std::filesystem::rename(token, home.path / "old");
    CHECK(watched.get(token, read) == 2);
    CHECK(watched.get(token, read) == 3); // it is not there: the error is to be told every time
    write(token, "x");
    CHECK(watched.get(token, read) == 4);
    CHECK(watched.get(token, read) == 4);
}
