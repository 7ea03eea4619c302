/// Variables are set as the command line has them.
#pragma once

#include <corogql/request.hpp>

#include <string>
#include <vector>

namespace corogql::cli {

/// Sets the variables of a request that has its document and its operation's name. `all` is a JSON object, or @FILE;
/// each of `single` is NAME=TEXT, NAME:=JSON or NAME@=FILE, and adds to them in this order. JSON keeps its own text.
void set_variables(request& operation, const std::string& all, const std::vector<std::string>& single);

/// Reads JSON if the text parses as JSON, else a string; a number that would become another one is a string as well.
json::value read_json_or_text(const std::string& text);

/// Reads a JSON object given on the command line as text or @FILE; `option` is named in errors.
json::object read_json_object(const std::string& text, const std::string& option);

} // namespace corogql::cli
