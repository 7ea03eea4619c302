#include "tail.hpp"

#include "logs.graphql.hpp"

std::string tail() {
    return "its log goes on behind " + std::string(corogql::operation<runs_api::Logs>::resume.pointer);
}
