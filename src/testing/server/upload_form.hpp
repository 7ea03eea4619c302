/// Files come in a form beside their operation (the GraphQL multipart request specification).
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace corogql::testing {

namespace json = boost::json;

/// Reads a body of type multipart/form-data. Returns the operation, each file in its variable as
/// `{"filename", "contentType", "size", "text"}`, with "base64" in the place of "text" where the file is not UTF-8;
/// or says what is wrong with the form.
json::value read_upload_form(std::string_view content_type, std::string_view body, std::string& problem);

} // namespace corogql::testing
