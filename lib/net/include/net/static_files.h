// Serves files that are built into the program: validators, compression and caching as browsers want them.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>

#include <net/exchange.h>

namespace net {

// Everything viewed lives as long as the program serves.
struct StaticFile {
  std::string_view path;  // of the URL, from its '/'
  std::string_view content_type;
  std::string_view etag;  // names the content, without quotes: a hash of it
  std::string_view bytes;
  std::string_view gzip_bytes{};  // the same content compressed; empty: there is none
  bool immutable = false;         // the path changes with the content, so it may be cached for ever
};

// The answer to GET or HEAD for that file: 200, or 304 if the client has it (RFC 9110, section 13.1.2).
[[nodiscard]] Response static_response(const StaticFile& file, const Request& request);

// A Handler over a table. A path that is not in it is answered 404, a method other than GET and HEAD 405.
class StaticFiles {
 public:
  explicit StaticFiles(std::span<const StaticFile> files);

  // The file at that path, or null.
  [[nodiscard]] const StaticFile* find(std::string_view path) const;

  runtime::Task<> operator()(Exchange& exchange) const;

 private:
  std::unordered_map<std::string_view, const StaticFile*> by_path_;
};

}  // namespace net
