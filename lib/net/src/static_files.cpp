#include <string>

#include <net/content_coding.h>
#include <net/router.h>
#include <net/static_files.h>

#include "field_list.h"

namespace net {

namespace {

// The weak comparison (RFC 9110, section 8.8.3.2).
bool names(std::string_view if_none_match, std::string_view etag) {
  bool found = false;
  for_each_element(if_none_match, [&](std::string_view element) {
    if (element.starts_with("W/")) element.remove_prefix(2);
    found = found || element == "*" || element == etag;
  });
  return found;
}

}  // namespace

Response static_response(const StaticFile& file, const Request& request) {
  const bool gzip = !file.gzip_bytes.empty() && weight_of("gzip", request.headers.get("Accept-Encoding")) > 0;
  // The two codings are different bytes, so they are different representations with different validators.
  std::string etag = "\"";
  etag += file.etag;
  etag += gzip ? "-gzip\"" : "\"";

  Response response;
  const bool known = names(request.headers.get("If-None-Match"), etag);
  response.headers.add("ETag", std::move(etag));
  response.headers.add("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file.gzip_bytes.empty()) response.headers.add("Vary", "Accept-Encoding");
  response.headers.add("X-Content-Type-Options", "nosniff");
  if (known) {
    response.status = 304;
    return response;
  }
  response.headers.add("Content-Type", std::string(file.content_type));
  if (gzip) response.headers.add("Content-Encoding", "gzip");
  response.static_body = gzip ? file.gzip_bytes : file.bytes;
  return response;
}

StaticFiles::StaticFiles(std::span<const StaticFile> files) {
  for (const StaticFile& file : files) by_path_.emplace(file.path, &file);
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

runtime::Task<> StaticFiles::operator()(Exchange& exchange) const {
  const Request& request = exchange.request();
  const StaticFile* const file = find(request.path);
  Response response;
  if (file == nullptr) {
    response = error_response(404, "not_found", "There is nothing at this address.");
  } else if (request.method != "GET" && request.method != "HEAD") {
    response = error_response(405, "method_not_allowed", "This address does not take that method.");
    response.headers.add("Allow", "GET, HEAD");
  } else {
    response = static_response(*file, request);
  }
  (void)co_await exchange.respond(std::move(response));
}

}  // namespace net
