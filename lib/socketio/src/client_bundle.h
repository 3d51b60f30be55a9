// The JavaScript client, socket.io.js and its kin, served below the server's path.
#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <net/exchange.h>
#include <net/static_files.h>

namespace socketio {

// Owned by the server. The files are in memory: what changes in the folder later is not seen.
class ClientBundle {
 public:
  // Reads the files of that folder, for URLs that begin with `path`. Throws std::runtime_error when there is
  // none that a page could load: a failed start.
  ClientBundle(const std::filesystem::path& directory, std::string_view path);
  ClientBundle(const ClientBundle&) = delete;
  ClientBundle& operator=(const ClientBundle&) = delete;

  // Whether there is a file at that path of a URL.
  [[nodiscard]] bool has(std::string_view path) const { return files_.find(path) != nullptr; }
  // A net::Handler for such requests; see net::StaticFiles.
  [[nodiscard]] runtime::Task<> serve(net::Exchange& exchange) const { return files_(exchange); }

 private:
  [[nodiscard]] std::vector<net::StaticFile> read(const std::filesystem::path& directory,
                                                  std::string_view path);

  std::deque<std::string> kept_;  // what the table refers to
  std::vector<net::StaticFile> table_;
  net::StaticFiles files_;
};

}  // namespace socketio
