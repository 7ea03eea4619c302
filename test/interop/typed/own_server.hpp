/// The built-in server with the schema and the works that the servers from npm have.
#pragma once

#include <corogql/testing/server.hpp>

#include <string>

/// Makes a server of the files in a folder.
class own_server {
public:
    explicit own_server(const std::string& folder);

    std::string url() const { return server_.url(); }
    void drop_connections() { server_.drop_connections(); }

private:
    corogql::testing::server server_;
};
