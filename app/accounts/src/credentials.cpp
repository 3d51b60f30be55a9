#include "credentials.h"

#include <boost/json.hpp>

#include <base/utf.h>
#include <net/http.h>

#include <accounts/account.h>
#include <accounts/errors.h>

namespace accounts {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

base::Result<std::string> text_member(const boost::json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  const auto* text = member ? member->if_string() : nullptr;
  if (!text) return base::fail(kInvalidRequest, "The body needs \"" + std::string(name) + "\" as a string.");
  return std::string(*text);
}

}  // namespace

base::Result<std::vector<std::string>> read_texts(std::string_view body,
                                                  const std::vector<std::string_view>& names) {
  boost::system::error_code failure;
  boost::json::parse_options options;
  options.max_depth = 4;
  const auto value = boost::json::parse(body, failure, {}, options);
  if (failure) return base::fail(kInvalidRequest, "The body is not valid JSON: " + failure.message() + ".");
  const auto* object = value.if_object();
  if (!object) return base::fail(kInvalidRequest, "The body must be a JSON object.");
  std::vector<std::string> texts;
  for (const std::string_view name : names) {
    auto text = text_member(*object, name);
    if (!text) return base::fail(text.error());
    texts.push_back(*std::move(text));
  }
  return texts;
}

std::optional<BodyKind> body_kind(std::string_view content_type) {
  const std::string type = normalized(trimmed(content_type.substr(0, content_type.find(';'))));
  if (type == "application/json") return BodyKind::kJson;
  if (type == "application/x-www-form-urlencoded") return BodyKind::kForm;
  return std::nullopt;
}

base::Result<Credentials> read_credentials(BodyKind kind, std::string_view body) {
  if (kind == BodyKind::kJson) {
    auto texts = read_texts(body, {"username", "password"});
    if (!texts) return base::fail(texts.error());
    return Credentials{std::move(texts->at(0)), std::move(texts->at(1))};
  }
  Credentials credentials{net::query_value(body, "username"), net::query_value(body, "password")};
  if (credentials.username.empty() || credentials.password.empty())
    return base::fail(kInvalidRequest, "The form needs the fields username and password.");
  if (!base::is_utf8(credentials.username) || !base::is_utf8(credentials.password))
    return base::fail(kInvalidRequest, "The form is not valid UTF-8.");
  return credentials;
}

}  // namespace accounts
