// The page, built into the program: its files, and the routes that serve them.
#pragma once

#include <vector>

#include <net/router.h>
#include <net/static_files.h>

namespace webui {

// Generated at build time from web/dist. "/" is the page itself; the others are named after their content.
[[nodiscard]] const std::vector<net::StaticFile>& page_files();

// Serves the page with a Content-Security-Policy that lets it load its own files and nothing else.
void add_page_routes(net::Router& router);

}  // namespace webui
