#include "client_bundle.h"

#include <charconv>
#include <cstddef>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

#include <net/content_coding.h>

namespace socketio {
namespace {

// What the npm package socket.io-client has in its dist folder, but for the maps of each.
constexpr std::string_view kScripts[] = {"socket.io.js", "socket.io.min.js", "socket.io.esm.min.js",
                                         "socket.io.msgpack.min.js"};

std::optional<std::string> content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Empty when it would save nothing.
std::string compressed(std::string_view bytes) {
  net::ContentEncoder encoder(net::ContentCoding::kGzip);
  encoder.add(bytes);
  std::string result = encoder.finish();
  if (result.size() >= bytes.size()) result.clear();
  return result;
}

// Tells versions of one file apart, no more.
std::string fingerprint(std::string_view bytes) {
  char text[2 * sizeof(std::size_t)];
  const auto end = std::to_chars(std::begin(text), std::end(text), std::hash<std::string_view>()(bytes), 16);
  return {text, end.ptr};
}

}  // namespace

ClientBundle::ClientBundle(const std::filesystem::path& directory, std::string_view path)
    : table_(read(directory, path)), files_(table_) {
  if (table_.empty()) {
    throw std::runtime_error(
        "There is no socket.io.js in " + directory.string() +
        ": Options::client_directory is the folder dist of the npm package socket.io-client.");
  }
}

std::vector<net::StaticFile> ClientBundle::read(const std::filesystem::path& directory,
                                                std::string_view path) {
  std::vector<net::StaticFile> table;
  const auto add = [&](const std::string& name, std::string_view content_type) {
    auto content = content_of(directory / name);
    if (!content) return false;
    const std::string& bytes = kept_.emplace_back(*std::move(content));
    const std::string& gzip = kept_.emplace_back(compressed(bytes));
    const std::string& url = kept_.emplace_back(std::string(path) + name);
    const std::string& etag = kept_.emplace_back(fingerprint(bytes));
    table.push_back(
        {.path = url, .content_type = content_type, .etag = etag, .bytes = bytes, .gzip_bytes = gzip});
    return true;
  };
  for (const std::string_view script : kScripts) {
    if (add(std::string(script), "text/javascript; charset=utf-8")) {
      add(std::string(script) + ".map", "application/json");
    }
  }
  return table;
}

}  // namespace socketio
