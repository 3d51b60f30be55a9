// libcurl's handles with owners.
#pragma once

#include <memory>

#include <curl/curl.h>

namespace openai {

struct CurlCleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using EasyHandle = std::unique_ptr<CURL, CurlCleanup>;
using UrlHandle = std::unique_ptr<CURLU, CurlCleanup>;
using HeaderList = std::unique_ptr<curl_slist, CurlCleanup>;

}  // namespace openai
